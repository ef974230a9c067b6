import type { TuningStore } from '../../../../src/engine/backends/webgpu/index.js';
import type { WebGPUBackend } from '../../../../src/engine/backends/webgpu/webgpuBackend.js';
import { backends } from '../../backends.js';

/** The WebGPU backend of this machine, or undefined where it has none: for `describe.skipIf(!webgpu)`. */
export const webgpu = (await backends.find(({ name }) => name === 'webgpu')?.create()) as WebGPUBackend | undefined;

/** A tuning store of one text. */
export function memoryStore(): TuningStore & { text: string | null } {
  const store = {
    text: null as string | null,
    load: async () => store.text,
    save: async (_: string, text: string) => {
      store.text = text;
    },
  };
  return store;
}
