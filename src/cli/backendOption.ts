import { Option } from 'commander';
import type { Backend } from '../engine/backends/backend.js';
import { init } from '../engine/init.js';

/** Where the network runs. */
export type BackendName = 'auto' | 'webgpu' | 'cpu';

/** `--backend auto|webgpu|cpu`. */
export const backendOption = (): Option =>
  new Option('--backend <name>', 'where to compute; auto takes a real GPU, else the CPU')
    .choices(['auto', 'webgpu', 'cpu'])
    .default('auto');

/** Runs work with a started backend and ends the backend whatever happens. */
export async function withBackend<T>(name: BackendName, work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await init({ backend: name });
  try {
    return await work(backend);
  } finally {
    await backend.dispose();
  }
}
