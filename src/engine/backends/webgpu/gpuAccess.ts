import { NoGpuError } from './errors.js';
import { hasVulkanDriver } from './vulkanDriver.js';

/**
 * The object that Dawn's `create()` returns. Node's process crashes if it is collected while a device lives, so it stays
 * here for good.
 */
let dawn: GPU | null = null;

/**
 * Lets Dawn offer matrix units, which are no part of WebGPU yet, and half precision on NVIDIA, which it withholds since some drivers
 * fail its tests. What is wrong is found by `selfCheck.ts`.
 */
export const DAWN_FLAGS = ['enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia'];

/** WebGPU of a browser, a worker or Electron; in Node, Dawn from the optional npm package `webgpu`. */
export async function findGpu(): Promise<GPU> {
  if (typeof navigator !== 'undefined' && navigator.gpu) return navigator.gpu;
  if (dawn) return dawn;
  if (typeof process === 'undefined' || !process.versions?.node)
    throw new NoGpuError('this browser has no WebGPU: use a current Chrome, Edge, Firefox or Safari');
  if (!hasVulkanDriver()) throw new NoGpuError('no GPU driver (Vulkan) is installed here');
  const packageName = 'webgpu'; // a name in a variable: bundlers for the browser must not follow it
  try {
    const { create, globals } = await import(/* @vite-ignore */ packageName);
    Object.assign(globalThis, globals);
    dawn = create(DAWN_FLAGS) as GPU;
    return dawn;
  } catch (cause) {
    throw new NoGpuError('the package "webgpu" does not load here: run npm install on this machine', { cause });
  }
}

/** Whether an adapter only simulates a GPU on the CPU, which is slower than the CPU backend. */
export function isSoftware(info: GPUAdapterInfo): boolean {
  const text = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp\b/i.test(text);
}

/** One line for people. */
export function describeAdapter(info: GPUAdapterInfo): string {
  const words = [info.description || info.device, info.vendor, info.architecture].filter((word) => word);
  return [...new Set(words)].join(', ') || 'unnamed GPU';
}

/** The fastest adapter there is, or a NoGpuError. */
export async function findAdapter(allowSoftware: boolean): Promise<GPUAdapter> {
  const gpu = await findGpu();
  const adapter =
    (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ??
    (allowSoftware ? await gpu.requestAdapter({ forceFallbackAdapter: true }) : null);
  if (!adapter) throw new NoGpuError('no GPU adapter: the machine has no GPU, or its driver offers no WebGPU');
  if (!allowSoftware && isSoftware(adapter.info))
    throw new NoGpuError(`only a software GPU is here (${describeAdapter(adapter.info)})`);
  return adapter;
}
