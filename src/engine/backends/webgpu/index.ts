/** The engine on a GPU: WebGPU in browsers, Electron and workers, Dawn (npm package `webgpu`) in Node. */
import type { Backend } from '../backend.js';
import { Gpu } from './gpu.js';
import { describeAdapter, findAdapter } from './gpuAccess.js';
import { WebGPUBackend } from './webgpuBackend.js';

export { DeviceError, DeviceLostError, DeviceMemoryError, NoGpuError } from './errors.js';

export interface WebGPUOptions {
  /** Take a GPU that is simulated on the CPU too: for tests. */
  readonly allowSoftware?: boolean;
  /** A device that the caller has made; `dispose` destroys it. */
  readonly device?: GPUDevice;
}

/**
 * A backend on the fastest GPU.
 *
 * @throws NoGpuError without a GPU, or with only a software one unless allowed
 */
export async function createWebGPUBackend({ allowSoftware = false, device }: WebGPUOptions = {}): Promise<Backend> {
  if (device) return new WebGPUBackend(new Gpu(device), describeAdapter(device.adapterInfo));
  const adapter = await findAdapter(allowSoftware);
  const { maxStorageBufferBindingSize, maxBufferSize, maxStorageBuffersPerShaderStage } = adapter.limits;
  const made = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize, maxStorageBuffersPerShaderStage },
  });
  return new WebGPUBackend(new Gpu(made), describeAdapter(adapter.info));
}
