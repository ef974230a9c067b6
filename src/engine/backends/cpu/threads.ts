import { bytesOfBase64 } from '../bytesOfBase64.js';
import { Address } from './kernels/codes.js';
import { plainSimd, relaxedSimd } from './kernels.generated.js';

/** What the compiled kernels export. */
export interface Kernels {
  heapBase(): number;
  runAll(task: number, chunks: number): void;
  runShared(task: number, chunks: number, helpers: number): void;
}

interface Helper {
  terminate(): unknown;
}

/** Pages of the linear memory at the start and at most (4 GiB, else what the runtime grants). */
const INITIAL_PAGES = 16;
const MAXIMUM_PAGES = [65536, 32768, 16384];

/** A helper thread: claims chunks, then sleeps until the generation changes. `receive` and `send` are the host's. */
const LOOP = `
const begin = ({ module, memory, thread, generation }) => {
  const { work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const words = new Int32Array(memory.buffer);
  send();
  for (;;) {
    const seen = Atomics.load(words, generation);
    work(thread);
    Atomics.wait(words, generation, seen);
  }
};`;
const NODE_LOOP = `const { parentPort, workerData } = require('node:worker_threads');
const send = () => parentPort.postMessage(0);
${LOOP}
begin(workerData);`;
const WEB_LOOP = `const send = () => postMessage(0);
${LOOP}
onmessage = (event) => begin(event.data);`;

/** Node's process object where there is one (and not a browser page inside Electron). */
function nodeProcess(): NodeJS.Process | null {
  const found = (globalThis as { process?: NodeJS.Process & { type?: string } }).process;
  return found?.versions?.node && found.type !== 'renderer' && typeof found.getBuiltinModule === 'function'
    ? found
    : null;
}

/** First major version of V8 that has relaxed SIMD without a flag, and first one whose joining of vectors pays (Node 24). */
const RELAXED_V8 = 12;
const WIDE_V8 = 13;

interface Compiled {
  module: WebAssembly.Module;
  relaxed: boolean;
  wide: boolean;
}

async function compile(): Promise<Compiled> {
  const wide = setFlags();
  const relaxed = await unpacked(relaxedSimd);
  if (WebAssembly.validate(relaxed)) return { module: await WebAssembly.compile(relaxed), relaxed: true, wide };
  return { module: await WebAssembly.compile(await unpacked(plainSimd)), relaxed: false, wide: false };
}

/** In Node by its own library: starting web streams there takes 50 ms. */
async function unpacked(base64: string): Promise<BufferSource> {
  const packed = bytesOfBase64(base64);
  const node = nodeProcess();
  if (node) return new Uint8Array(node.getBuiltinModule('zlib').gunzipSync(packed));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

/**
 * Asks Node for what its V8 has only behind flags; they must be set before the kernels are compiled. An unknown flag makes
 * it print an error, hence the versions.
 *
 * @returns whether neighbouring vectors are joined to 256 bits: on x64 only, and AVX2 is taken for granted
 */
function setFlags(): boolean {
  const node = nodeProcess();
  if (!node) return false;
  const version = Number.parseInt(node.versions.v8, 10);
  const v8 = node.getBuiltinModule('v8');
  if (version < RELAXED_V8) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  const wide = version >= WIDE_V8 && node.arch === 'x64';
  if (wide) v8.setFlagsFromString('--experimental-wasm-revectorize');
  return wide;
}

function createMemory(): WebAssembly.Memory {
  let failure: unknown;
  for (const maximum of MAXIMUM_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared: true });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Threads this machine runs at once. */
function availableThreads(): number {
  const node = nodeProcess();
  if (node) return node.getBuiltinModule('os').availableParallelism();
  return (globalThis as { navigator?: Navigator }).navigator?.hardwareConcurrency ?? 1;
}

/** A thread may compute with others only where it may wait for them and where memory may be shared. */
function mayShare(): boolean {
  if (nodeProcess()) return true;
  const host = globalThis as { crossOriginIsolated?: boolean; document?: unknown; Worker?: unknown };
  return host.crossOriginIsolated === true && host.document === undefined && host.Worker !== undefined;
}

/** The kernels with their memory and the threads that run them. */
export class ThreadPool {
  readonly #cores = availableThreads();
  /** How many other threads of the program compute (`Backend.leaveCores`). */
  busy: Int32Array = new Int32Array(1);

  private constructor(
    readonly kernels: Kernels,
    readonly memory: WebAssembly.Memory,
    readonly relaxed: boolean,
    /** Whether the runtime computes on 256 bits at once. */
    readonly wide: boolean,
    private helpers: readonly Helper[],
  ) {}

  /** Threads that compute, the caller included. */
  get threads(): number {
    return this.helpers.length + 1;
  }

  static async create(wanted?: number): Promise<ThreadPool> {
    const { module, relaxed, wide } = await compile();
    const memory = createMemory();
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    const threads = mayShare() ? Math.max(1, Math.floor(wanted ?? availableThreads())) : 1;
    const helpers: Promise<Helper>[] = [];
    for (let thread = 1; thread < threads; thread++) {
      helpers.push(startHelper({ module, memory, thread, generation: Address.Generation >> 2 }));
    }
    return new ThreadPool(instance.exports as unknown as Kernels, memory, relaxed, wide, await Promise.all(helpers));
  }

  /** Runs all chunks of a kernel, on the calling thread alone or with the helpers that have a core to run on. */
  run(task: number, chunks: number, shared: boolean): void {
    const helpers = shared ? Math.min(chunks - 1, this.#free) : 0;
    if (helpers > 0) this.kernels.runShared(task, chunks, helpers);
    else this.kernels.runAll(task, chunks);
    if (this.wide) leaveWideState();
  }

  /** Helpers that need share no core with threads that are busy. */
  get #free(): number {
    const busy = Atomics.load(this.busy, 0);
    return busy === 0 ? this.helpers.length : Math.min(this.helpers.length, this.#cores - 1 - busy);
  }

  async dispose(): Promise<void> {
    const helpers = this.helpers;
    this.helpers = [];
    await Promise.all(helpers.map((helper) => helper.terminate()));
  }
}

const ascii = new Uint8Array(256);

/**
 * After code of 256 bits the upper halves of the registers are in use until an instruction (VZEROUPPER) says that they are
 * not, and V8 forgets it: all older code, as the C library's `exp` behind `Math.exp`, then runs up to fourteen times slower.
 * Node's `isAscii` is compiled code of 256 bits that ends with it, and takes 40 ns.
 */
const leaveWideState = (() => {
  const isAscii = nodeProcess()?.getBuiltinModule('buffer').isAscii;
  return () => {
    isAscii?.(ascii);
  };
})();

interface HelperData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  thread: number;
  generation: number;
}

function startHelper(data: HelperData): Promise<Helper> {
  const node = nodeProcess();
  if (node) {
    const { Worker } = node.getBuiltinModule('worker_threads');
    // Options of the caller's process are not for this script: --input-type=module would make a module of it.
    const worker = new Worker(NODE_LOOP, { eval: true, workerData: data, execArgv: [] });
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        worker.unref();
        resolve(worker);
      });
      worker.once('error', reject);
    });
  }
  const url = URL.createObjectURL(new Blob([WEB_LOOP], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve(worker);
    };
    worker.onerror = (event) => reject(new Error(`a compute thread did not start: ${event.message}`));
    worker.postMessage(data);
  });
}
