import type { Backend } from './backend.js';
import { createCpuBackend } from './cpu/index.js';
import { createWebGPUBackend, type TuningStore } from './webgpu/index.js';

export type BackendName = 'auto' | 'webgpu' | 'cpu';

/**
 * Remembers that a GPU start-up is under way, across a crash of the process: a driver that once hung or crashed is not
 * tried again unasked.
 */
export interface StartupGuard {
  /** Marks a start-up as under way. False if the mark of an earlier one is still there: it never ended. */
  begin(): boolean | Promise<boolean>;
  /** Takes the mark away: the start-up came to an end, good or bad. */
  end(): void | Promise<void>;
}

export interface SelectOptions {
  /** CPU threads; default: all. */
  readonly threads?: number;
  /** Told in plain words why another backend than the GPU is taken. */
  readonly onNotice?: (text: string) => void;
  /** Default: no guard. For Node: `fileGuard` of guardFile.node.ts. */
  readonly guard?: StartupGuard;
  /** Where tile shapes measured on this GPU are kept; default: rules of thumb. For Node: `fileTuning` of tuningFile.node.ts. */
  readonly tuning?: TuningStore;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A GPU that starts but computes nonsense is none: 1 + 1 must be 2 on it. */
async function startGpu(tuning?: TuningStore): Promise<Backend> {
  const backend = await createWebGPUBackend({ tuning });
  try {
    const one = backend.full([], 1, 'float32');
    const two = backend.binary('add', one, one);
    const [value] = await backend.read(two);
    if (value !== 2) throw new Error(`the GPU computes 1 + 1 = ${value} (${backend.description})`);
    backend.free(one);
    backend.free(two);
    return backend;
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

/**
 * Starts a backend.
 *
 * @param name 'auto' takes a real GPU, else the CPU; 'webgpu' asks for the GPU, so it is tried whatever the guard says
 * @throws NoGpuError for 'webgpu' without a real GPU
 */
export async function selectBackend(name: BackendName, options: SelectOptions = {}): Promise<Backend> {
  const { threads, onNotice, guard, tuning } = options;
  if (name === 'cpu') return createCpuBackend({ threads });

  const clear = (await guard?.begin()) ?? true;
  if (!clear && name === 'auto')
    return onCpu('the last start on the GPU did not finish; choose the webgpu backend to try it again');
  try {
    const backend = await startGpu(tuning);
    await guard?.end();
    return backend;
  } catch (error) {
    await guard?.end();
    if (name === 'webgpu') throw error;
    return onCpu(reason(error));
  }

  async function onCpu(why: string): Promise<Backend> {
    const backend = await createCpuBackend({ threads });
    onNotice?.(`${why}: using the CPU, ${backend.description}`);
    return backend;
  }
}
