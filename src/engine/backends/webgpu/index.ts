/** The engine on a GPU: WebGPU in browsers, Electron and workers, Dawn (npm package `webgpu`) in Node. */
import { Gpu } from './gpu.js';
import { describeAdapter, findAdapter } from './gpuAccess.js';
import { provenVariants } from './selfCheck.js';
import { Tuning, type TuningStore } from './tuning.js';
import { FEATURES, namesOf, offeredBy, type Variants } from './variants.js';
import { WebGPUBackend } from './webgpuBackend.js';

export { DeviceError, DeviceLostError, DeviceMemoryError, NoGpuError } from './errors.js';
export type { TuningStore } from './tuning.js';

export interface WebGPUOptions {
  /** Take a GPU that is simulated on the CPU too: for tests. */
  readonly allowSoftware?: boolean;
  /** A device that the caller has made; `dispose` destroys it. */
  readonly device?: GPUDevice;
  /**
   * Where measured choices of tile shapes are kept, and which kernel variants were right on this GPU. With it the backend uses
   * what was measured and can measure more (`tune`), and checks variants once; without it shapes are chosen by rule of thumb, and
   * kernels are the plain ones.
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

const WISHES: readonly string[] = ['timestamp-query', ...Object.values(FEATURES)];

/** The largest limits of an adapter, and what of its features the backend can use. */
export function deviceWishes(adapter: GPUAdapter): GPUDeviceDescriptor {
  return {
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: [...WISHES].filter((name) => adapter.features.has(name)) as GPUFeatureName[],
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
  if (!tuning) return new WebGPUBackend(gpu, name);
  const kept = new Tuning(await tuning.load(name));
  gpu.variants = await variantsOf(gpu, kept);
  gpu.tuning = kept;
  await tuning.save(name, `${kept}`);
  return new WebGPUBackend(gpu, name, tuning);
}

/** The variants that are right on this device: as an earlier check says, or by a check now. */
async function variantsOf(gpu: Gpu, kept: Tuning): Promise<Variants> {
  const offered = offeredBy(gpu.device);
  if (namesOf(offered).some((name) => kept.checked[name] === undefined)) {
    const proven = namesOf(await provenVariants(gpu, offered));
    kept.checked = Object.fromEntries(namesOf(offered).map((name) => [name, proven.includes(name)]));
  }
  const { half, subgroups, matrix } = kept.checked;
  return {
    half: offered.half && half,
    subgroups: offered.subgroups && subgroups,
    matrix: matrix ? offered.matrix : null,
  };
}
