/**
 * The backends that this machine has, for `describe.each(backends)`. Absent ones print why. A backend is made once a test
 * file, at the first `create`.
 */
import { existsSync } from 'node:fs';
import type { Backend } from '../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../src/engine/backends/cpu/index.js';
import { createWebGPUBackend } from '../../src/engine/backends/webgpu/index.js';

export interface TestedBackend {
  readonly name: string;
  create(): Promise<Backend>;
}

/** Chromium's software GPU: it only runs where it is named, so a machine with a GPU of its own keeps that. */
const SWIFTSHADER = ['/usr/lib/chromium/vk_swiftshader_icd.json', '/usr/lib/chromium-browser/vk_swiftshader_icd.json'];

/** Vulkan finds real GPUs by the drivers that are installed. */
const REAL_DRIVERS = ['/dev/nvidia0', '/dev/dri/renderD128'];

function offerSoftwareGpu(): void {
  if (process.platform !== 'linux' || process.env.VK_ICD_FILENAMES || REAL_DRIVERS.some((path) => existsSync(path)))
    return;
  const driver = SWIFTSHADER.find((path) => existsSync(path));
  if (driver) process.env.VK_ICD_FILENAMES = driver;
}

const once = (make: () => Promise<Backend>): (() => Promise<Backend>) => {
  let made: Promise<Backend> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

const cpu: TestedBackend = { name: 'cpu', create: once(() => createCpuBackend({ threads: 2 })) };
const webgpu: TestedBackend = { name: 'webgpu', create: once(() => createWebGPUBackend({ allowSoftware: true })) };

async function present(backend: TestedBackend): Promise<boolean> {
  try {
    await backend.create();
    return true;
  } catch (error) {
    console.log(`not tested on ${backend.name}: ${(error as Error).message}`);
    return false;
  }
}

offerSoftwareGpu();

export const backends: readonly TestedBackend[] = [cpu, ...((await present(webgpu)) ? [webgpu] : [])];
