import type { Backend } from './backends/backend.js';
import { selectBackend } from './backends/select.js';
import { setBackend } from './core/context.js';

/**
 * Starts a backend and makes it the one in use.
 *
 * @param options.backend 'auto' takes a real GPU, else the CPU; a software GPU is never taken
 * @param options.threads CPU threads; default: all
 * @returns the backend; `dispose()` ends its threads or device
 */
export async function init({
  backend = 'auto' as 'auto' | 'webgpu' | 'cpu',
  threads = undefined as number | undefined,
} = {}): Promise<Backend> {
  const selected = await selectBackend(backend, { threads });
  setBackend(selected);
  return selected;
}
