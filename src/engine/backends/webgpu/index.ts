/** The engine on a GPU: WebGPU in browsers, Electron and workers, Dawn (npm package `webgpu`) in Node. */
import { Gpu } from './gpu.js';
import { describeAdapter, findAdapter, isSoftware } from './gpuAccess.js';
import { Tuning, type TuningStore } from './tuning.js';
import { WebGPUBackend } from './webgpuBackend.js';

export { DeviceError, DeviceLostError, DeviceMemoryError, NoGpuError } from './errors.js';
export type { TuningStore } from './tuning.js';

export interface WebGPUOptions {
  /** Take a GPU that is simulated on the CPU too: for tests. */
  readonly allowSoftware?: boolean;
  /** A device that the caller has made; `dispose` destroys it. */
  readonly device?: GPUDevice;
  /**
   * Where measured choices of tile shapes are kept. With it the backend uses what was measured on this GPU and can measure
   * more (`tune`); without it, and on a software GPU, shapes are chosen by rule of thumb.
   */
  readonly tuning?: TuningStore;
}

/** Limits that are asked for as high as the adapter goes. */
const LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
] as const;

/** The largest limits of an adapter, and what of its features the backend can use. */
export function deviceWishes(adapter: GPUAdapter): GPUDeviceDescriptor {
  return {
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
  };
}

/**
 * A backend on the fastest GPU.
 *
 * @throws NoGpuError without a GPU, or with only a software one unless allowed
 */
export async function createWebGPUBackend(options: WebGPUOptions = {}): Promise<WebGPUBackend> {
  const { allowSoftware = false, tuning } = options;
  let { device } = options;
  if (!device) {
    const adapter = await findAdapter(allowSoftware);
    device = await adapter.requestDevice(deviceWishes(adapter));
  }
  const info = device.adapterInfo;
  const gpu = new Gpu(device);
  const name = describeAdapter(info);
  if (!tuning || isSoftware(info)) return new WebGPUBackend(gpu, name);
  gpu.tuning = new Tuning(await tuning.load(name));
  return new WebGPUBackend(gpu, name, tuning);
}
