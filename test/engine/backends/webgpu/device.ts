import type { WebGPUBackend } from '../../../../src/engine/backends/webgpu/webgpuBackend.js';
import { backends } from '../../backends.js';

/** The WebGPU backend of this machine, or undefined where it has none: for `describe.skipIf(!webgpu)`. */
export const webgpu = (await backends.find(({ name }) => name === 'webgpu')?.create()) as WebGPUBackend | undefined;
