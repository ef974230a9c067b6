import type { Block, BufferPool } from './bufferPool.js';
import { Clock, type Timing } from './clock.js';
import { DeviceError, DeviceLostError, DeviceMemoryError } from './errors.js';
import { type Bound, blocksOf, type KernelName, Programs } from './programs.js';

/** WebGPU's flags by number: Node has no global GPUBufferUsage before Dawn is loaded. */
export const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
const MAP_READ = 0x1;

/** Bytes of one dispatch's parameters, a multiple of the alignment that every GPU can bind them at. */
const SLOT = 1024;
/** Dispatches in a batch: a whole pass of most networks. */
const SLOTS = 512;
/** Floating-point operations in a launch and in a batch: slow GPUs (0.2 TFLOP/s) need 0.1 s, watchdogs bite after 2 s. */
const MOST_FLOP = 2e10;
/** A GPU that proves faster may have as much as it does in this time: many small launches would not fill it. */
const LONGEST_S = 0.1;
const MOST_FLOP_EVER = 4e12;
const MOST_GROUPS = 65535;
/** How long the notice of a lost device may lag behind what fails by it. */
const NOTICE_MS = 1000;
/** Batches between two looks for buffers that nobody takes any more. */
const TRIM_EVERY = 64;

/** Files that say nothing about what a kernel does. */
const SHARED_FILES = new Set<KernelName>([
  'fused',
  'math',
  'scalars',
  'half',
  'folds',
  'foldTree',
  'foldSubgroups',
  'convParams',
  'aWords',
  'aQuads',
  'bWords',
  'bQuads',
]);

/** What a device was asked to do so far, for tests and benchmarks. */
export interface Counts {
  dispatches: number;
  submissions: number;
  bindGroups: number;
  pipelines: number;
  /** Dispatches that must wait for those before them: they touch what these wrote, or write what these read. */
  barriers: number;
  /** Sizes of the arrays that kernels read and wrote. */
  bytes: number;
  /** Floating-point operations of products. */
  flop: number;
}

const bits = new DataView(new ArrayBuffer(4));
/** The 32-bit word of a float32, for parameters. */
export function floatWord(x: number): number {
  bits.setFloat32(0, x);
  return bits.getUint32(0);
}

/**
 * Encodes dispatches and submits them in batches. They go into one compute pass, their parameters into slots of one
 * uniform buffer, which is written once a batch.
 */
export class Commands {
  /** Count of batches submitted; the one being recorded has this number. */
  batch = 0;
  readonly counts: Counts = {
    ...{ dispatches: 0, submissions: 0, bindGroups: 0, pipelines: 0 },
    ...{ barriers: 0, bytes: 0, flop: 0 },
  };
  /** Buffers that dispatches since the last barrier wrote, and read. */
  readonly #written = new Set<GPUBuffer>();
  readonly #read = new Set<GPUBuffer>();
  lost: DeviceLostError | null = null;
  readonly #device: GPUDevice;
  readonly #uniforms: GPUBuffer;
  readonly #words = new Uint32Array((SLOT / 4) * SLOTS);
  readonly programs: Programs;
  readonly #failures: Error[] = [];
  /** Error scopes that have not answered yet. */
  readonly #checks = new Set<Promise<void>>();
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  #slot = 0;
  #work = 0;
  #disposed = false;
  #pool: BufferPool | null = null;
  #clock: Clock | null = null;

  #mostFlop: number;
  readonly #adapts: boolean;

  /** @param mostFlop floating-point operations that a launch, or a batch of them, may take; default: by the GPU's speed */
  constructor(device: GPUDevice, mostFlop?: number) {
    this.#device = device;
    this.#mostFlop = mostFlop ?? MOST_FLOP;
    this.#adapts = mostFlop === undefined;
    this.#uniforms = device.createBuffer({ size: SLOT * SLOTS, usage: USAGE.uniform | USAGE.copyTarget });
    this.programs = new Programs(device, this.#uniforms, SLOT, this.counts);
    device.addEventListener('uncapturederror', (event) => this.#note((event as GPUUncapturedErrorEvent).error));
    void device.lost.then((info) => {
      if (this.#disposed) return;
      const why = info.message || info.reason;
      this.lost = new DeviceLostError(`the GPU was lost (${why}): arrays on it are gone, start again on a new backend`);
    });
  }

  /** Floating-point operations that a launch may take. */
  get mostFlop(): number {
    return this.#mostFlop;
  }

  /** The pool that is trimmed as batches go by. */
  watch(pool: BufferPool): void {
    this.#pool = pool;
  }

  /** Opens a batch, so that whatever happens until `flush` has its errors caught. */
  begin(): GPUCommandEncoder {
    if (!this.#encoder) {
      for (const filter of ['validation', 'out-of-memory', 'internal'] as const) this.#device.pushErrorScope(filter);
      this.#encoder = this.#device.createCommandEncoder();
    }
    return this.#encoder;
  }

  dispatch({ workgroups, ...launch }: Bound): void {
    if (workgroups <= 0) return;
    if (this.#slot === SLOTS) this.flush();
    const encoder = this.begin();
    if (this.#clock) {
      this.#endPass();
      const name = [...launch.files.filter((file) => !SHARED_FILES.has(file)), launch.entry ?? ''].join(' ').trim();
      this.#pass = encoder.beginComputePass({ timestampWrites: this.#clock.next(name, launch.work ?? 0) });
    }
    this.#pass ??= encoder.beginComputePass();
    const layout = this.programs.layout(launch.reads.length, launch.writes.length, launch.leaves?.length ?? 0);
    this.#words.set(launch.params, this.#slot * (SLOT / 4));
    this.#pass.setPipeline(this.programs.pipeline(launch, layout.pipeline));
    this.#pass.setBindGroup(0, this.programs.bindGroup(launch, layout.bindings), [this.#slot * SLOT]);
    const rows = Math.ceil(workgroups / MOST_GROUPS);
    this.#pass.dispatchWorkgroups(Math.ceil(workgroups / rows), rows);
    for (const block of blocksOf(launch)) block.use.batch = this.batch;
    this.#countBarrier(launch);
    this.#slot++;
    this.counts.dispatches++;
    this.#work += launch.work ?? 0;
    if (this.#work >= this.#mostFlop) this.flush();
  }

  #countBarrier({ reads, writes, leaves = [] }: Omit<Bound, 'workgroups'>): void {
    const [written, read] = [this.#written, this.#read];
    const inputs = [...reads, ...leaves];
    if (
      inputs.some(({ buffer }) => written.has(buffer)) ||
      writes.some(({ buffer }) => written.has(buffer) || read.has(buffer))
    ) {
      this.counts.barriers++;
      written.clear();
      read.clear();
    }
    for (const { buffer } of inputs) read.add(buffer);
    for (const { buffer } of writes) written.add(buffer);
  }

  copy(from: Block, to: Block, bytes: number): void {
    const encoder = this.begin();
    this.#endPass();
    encoder.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, bytes);
    for (const { use } of [from, to]) use.batch = this.batch;
  }

  /** Writes host data; if dispatches of the open batch use the block, they go first. */
  write(block: Block, data: ArrayBufferView<ArrayBuffer>): void {
    if (block.use.batch === this.batch) this.flush();
    this.begin();
    this.#device.queue.writeBuffer(block.buffer, block.offset, data.buffer, data.byteOffset, data.byteLength);
  }

  /** Submits what is recorded. */
  flush(): void {
    const encoder = this.#encoder;
    if (!encoder) return;
    this.#endPass();
    if (this.#slot > 0) this.#device.queue.writeBuffer(this.#uniforms, 0, this.#words, 0, (this.#slot * SLOT) / 4);
    this.#clock?.resolve(encoder);
    this.#device.queue.submit([encoder.finish()]);
    this.#clock?.collect();
    if (this.#adapts && this.#work >= this.#mostFlop / 4) this.#learnSpeed(this.#work);
    this.#encoder = null;
    this.#slot = 0;
    this.#work = 0;
    this.batch++;
    this.counts.submissions++;
    for (let scope = 0; scope < 3; scope++) this.check(this.#device.popErrorScope());
    if (this.batch % TRIM_EVERY === 0) this.#pool?.trim(this.batch);
  }

  /** Raises what a scope caught, if anything, at the next read or sync. */
  check(error: Promise<GPUError | null>): void {
    const check: Promise<void> = error
      .then((caught) => {
        if (caught) this.#note(caught);
      })
      .catch(() => {}) // a lost device: reported as such
      .finally(() => this.#checks.delete(check));
    this.#checks.add(check);
  }

  /** Takes the time until the batch just submitted is done, waiting included: so the GPU is at least that fast. */
  #learnSpeed(work: number): void {
    const start = performance.now();
    this.#device.queue
      .onSubmittedWorkDone()
      .then(() => {
        const rate = work / ((performance.now() - start) / 1000);
        this.#mostFlop = Math.max(this.#mostFlop, Math.min(rate * LONGEST_S, MOST_FLOP_EVER));
      })
      .catch(() => {}); // a lost device: reported as such
  }

  /** Maps a staging buffer and copies its words out. */
  async readBack(staging: Block, bytes: number): Promise<ArrayBuffer> {
    this.flush();
    try {
      await staging.buffer.mapAsync(MAP_READ, 0, bytes);
    } catch (error) {
      // the notice of a loss comes by a promise of its own, maybe a moment later
      await Promise.race([this.#device.lost, new Promise((resolve) => setTimeout(resolve, NOTICE_MS))]);
      await this.#raise();
      throw new DeviceError(`reading back from the GPU failed: ${(error as Error).message}`);
    }
    const copy = staging.buffer.getMappedRange(0, bytes).slice(0);
    staging.buffer.unmap();
    await this.#raise();
    return copy;
  }

  /** Waits for everything submitted; rejects with the first error since the last call. */
  async finish(): Promise<void> {
    this.flush();
    try {
      await this.#device.queue.onSubmittedWorkDone();
    } catch {
      // a lost device: raised below
    }
    await this.#raise();
  }

  /** Times every dispatch from now on, each in a pass of its own; the device needs the feature `timestamp-query`. */
  startClock(): boolean {
    if (this.#clock || !this.#device.features.has('timestamp-query')) return false;
    this.flush();
    this.#clock = new Clock(this.#device, SLOTS);
    return true;
  }

  /** The times since `startClock`, in order. */
  async stopClock(): Promise<Timing[]> {
    this.flush();
    const clock = this.#clock;
    this.#clock = null;
    return clock ? clock.timings() : [];
  }

  dispose(): void {
    this.#disposed = true;
    this.#pass = null;
    this.#encoder = null;
    this.#device.destroy();
  }

  async #raise(): Promise<void> {
    await Promise.all(this.#checks);
    if (this.lost) throw this.lost;
    const [failure] = this.#failures.splice(0);
    if (failure) throw failure;
  }

  /** Keeps an error for the next read or sync. Its message is one line; all that the device says is the cause. */
  #note(error: GPUError): void {
    if (this.#failures.length > 0) return;
    const cause = new Error(error.message);
    const [what] = error.message.split('\n');
    const memory = error.constructor.name === 'GPUOutOfMemoryError';
    this.#failures.push(
      memory
        ? new DeviceMemoryError(`the GPU is out of memory (${what}): use a smaller picture or batch`, { cause })
        : new DeviceError(`the GPU refused work: ${what}`, { cause }),
    );
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = null;
  }
}
