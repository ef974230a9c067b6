import { Option } from 'commander';
import type { Backend } from '../engine/backends/backend.js';
import { fileGuard } from '../engine/backends/guardFile.node.js';
import { type BackendName, selectBackend } from '../engine/backends/select.js';
import { fileTuning } from '../engine/backends/tuningFile.node.js';
import { note } from './output.js';

/** `--backend auto|webgpu|cpu`. */
export const backendOption = (): Option =>
  new Option('--backend <name>', 'where to compute; auto takes a real GPU, else the CPU')
    .choices(['auto', 'webgpu', 'cpu'] satisfies BackendName[])
    .default('auto');

/**
 * Runs work with a started backend and ends the backend whatever happens.
 *
 * @param onNotice told why the GPU is not taken; by default a line on stderr
 */
export async function withBackend<T>(
  name: BackendName,
  work: (backend: Backend) => Promise<T>,
  onNotice: (text: string) => void = (text) => note(`irodori: ${text}`),
): Promise<T> {
  const options = { guard: fileGuard(), tuning: fileTuning(), onNotice };
  const backend = await selectBackend(name, options);
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}
