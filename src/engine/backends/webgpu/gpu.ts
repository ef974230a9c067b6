import {
  type DeviceArray,
  type DeviceTimer,
  type DType,
  ITEM_BYTES,
  type MemoryReport,
  type Shape,
  sizeOf,
} from '../backend.js';
import { Blocks } from './blocks.js';
import { type Block, BufferPool, sizeClass } from './bufferPool.js';
import { Commands, USAGE } from './commands.js';
import { DeviceMemoryError } from './errors.js';
import { Execution } from './execution.js';
import { type Expression, expressionOf, type Operation } from './expression.js';
import { GpuArray } from './gpuArray.js';
import type { TileLimits } from './ops/tiles.js';
import { plan } from './plan.js';
import type { Kernel } from './programs.js';
import { type Dispatch, type Launch, readsOf, type Step, writesOf } from './step.js';
import { Storage } from './storage.js';
import { mergeAxes } from './stridedAxes.js';
import type { Tuning } from './tuning.js';
import { inPlace, together } from './updates.js';
import { PLAIN, type Variants } from './variants.js';

const MIB = 2 ** 20;
/** Kernels count elements in signed 32-bit numbers, with some room for what lies outside. */
const MOST_BYTES = 4 * 2 ** 30;
/** Steps that are recorded before they run: a training step of most networks, so that all of it is planned as one. */
const MOST_STEPS = 2048;
/** Floating-point operations that are recorded before they run: the GPU should not wait long for its first. */
const MOST_RECORDED_FLOP = 2e11;
/** Bytes of arrays that are freed, but that recorded steps still read. */
const MOST_WAITING = 256 * MIB;

/** A step's launch over arrays; a launch with one dispatch says so by `params` and `workgroups`. */
type ArrayLaunch = Omit<Launch, 'reads' | 'writes' | 'dispatches'> & {
  readonly reads: readonly GpuArray[];
  readonly writes: readonly GpuArray[];
} & ({ readonly dispatches: readonly Dispatch[] } | Dispatch);

/**
 * A device with its memory: what the operations work with. They record steps, which run when a result is read, or when enough
 * of them have come together.
 */
export class Gpu {
  readonly commands: Commands;
  readonly #pool: BufferPool;
  readonly #blocks: Blocks;
  readonly #staging: BufferPool;
  readonly #limit: number;
  readonly #mostArrays: number;
  readonly tileLimits: TileLimits;
  /** Kernels that need more of a GPU than WebGPU promises; only those that were seen to be right on this one are used. */
  variants: Variants = PLAIN;
  /** Measured choices, where there are any. */
  tuning: Tuning | null = null;
  #steps: Step[] = [];
  #work = 0;
  /** Bytes of blocks that only recorded steps hold. */
  #waiting = 0;
  #arrays = 0;
  #liveBytes = 0;
  #disposed = false;

  constructor(
    readonly device: GPUDevice,
    mostFlop?: number,
  ) {
    this.commands = new Commands(device, mostFlop);
    const { storage, copySource, copyTarget, mapRead } = USAGE;
    const check = (error: Promise<GPUError | null>): void => this.commands.check(error);
    const forget = (block: Block): void => this.commands.programs.forget(block);
    this.#pool = new BufferPool(device, storage | copySource | copyTarget, check, forget);
    this.#staging = new BufferPool(device, mapRead | copyTarget, check);
    this.#limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize, MOST_BYTES);
    this.#blocks = new Blocks(this.#pool, this.commands, this.#limit);
    this.#mostArrays = device.limits.maxStorageBuffersPerShaderStage;
    this.tileLimits = {
      invocations: device.limits.maxComputeInvocationsPerWorkgroup,
      memory: device.limits.maxComputeWorkgroupStorageSize,
      manyRegisters: /nvidia|amd/i.test(device.adapterInfo?.vendor ?? ''),
    };
    this.commands.watch(this.#pool);
  }

  array(shape: Shape, dtype: DType = 'float32'): GpuArray {
    const bytes = Math.ceil((sizeOf(shape) * ITEM_BYTES[dtype]) / 4) * 4;
    if (bytes > this.#limit)
      throw new DeviceMemoryError(
        `an array of shape (${shape.join(', ')}) needs ${Math.ceil(bytes / MIB)} MiB, but this GPU allows ` +
          `${Math.floor(this.#limit / MIB)} MiB an array: use a smaller picture or batch, or the cpu backend`,
      );
    this.#arrays++;
    this.#liveBytes += sizeClass(bytes);
    return new GpuArray(new Storage(bytes), [...shape], dtype);
  }

  /** The same memory under another shape. */
  share(x: GpuArray, shape: Shape): GpuArray {
    x.storage.users++;
    this.#arrays++;
    return new GpuArray(x.storage, [...shape], x.dtype);
  }

  free(x: DeviceArray): void {
    const storage = (x as GpuArray).release();
    this.#arrays--;
    if (--storage.users > 0) return;
    this.#liveBytes -= sizeClass(storage.bytes);
    if (storage.steps === 0) this.#blocks.release(storage);
    else if (storage.block) this.#waiting += storage.block.bytes;
  }

  upload(data: Float32Array | Int32Array, shape: Shape): GpuArray {
    const x = this.array(shape, data instanceof Int32Array ? 'int32' : 'float32');
    if (data.length > 0) this.commands.write(this.#blocks.blockOf(x.storage), data as Float32Array<ArrayBuffer>);
    return x;
  }

  async read(x: GpuArray): Promise<Float32Array | Int32Array> {
    const { size, dtype, storage } = x;
    this.execute();
    const bytes = size * 4;
    this.commands.begin();
    const staging = this.#staging.take(bytes, this.commands.batch);
    if (bytes > 0) this.commands.copy(this.#blocks.blockOf(storage), staging, bytes);
    try {
      const words = await this.commands.readBack(staging, bytes);
      return dtype === 'int32' ? new Int32Array(words) : new Float32Array(words);
    } finally {
      if (!this.#disposed) this.#staging.give(staging);
    }
  }

  /** Records a kernel's work. */
  run({ reads, writes, ...launch }: ArrayLaunch): void {
    const dispatches = 'dispatches' in launch ? launch.dispatches : [launch];
    if (dispatches.every(({ workgroups }) => workgroups <= 0)) return;
    this.#record({
      ...launch,
      kind: 'launch',
      dispatches,
      reads: reads.map((x) => x.storage),
      writes: writes.map((x) => x.storage),
    });
    for (const { work = 0 } of dispatches) this.#work += work;
  }

  /** Records y ← the last of the operations, over operands whose strides are given along y's shape. */
  compute(
    y: GpuArray,
    operands: readonly { readonly x: GpuArray; readonly strides: readonly number[] }[],
    operations: readonly Operation[],
  ): void {
    const source = this.expression(y.shape, operands, operations);
    if (y.size > 0) this.#record({ kind: 'element', source, y: y.storage, half: y.dtype === 'float16' });
  }

  /** An expression over arrays as they are now. */
  expression(
    shape: Shape,
    operands: readonly { readonly x: GpuArray; readonly strides: readonly number[] }[],
    operations: readonly Operation[] = [],
  ): Expression {
    mergeAxes(
      shape,
      operands.map(({ strides }) => strides),
    ); // refuses what has too many axes
    const leaves = operands.map(({ x, strides }) => ({ storage: x.storage, half: x.dtype === 'float16', strides }));
    return expressionOf(shape, leaves, operations, this.#steps.length);
  }

  /** Records Σ x² of the chunks of each array: see squares.wgsl. */
  runSquares(kernel: Kernel, xs: readonly GpuArray[], partials: GpuArray): void {
    const sizes = xs.map((x) => x.size);
    this.#record({ kind: 'squares', kernel, xs: xs.map((x) => x.storage), sizes, partials: partials.storage });
  }

  /** Records dst ← src, the same number of elements. */
  assign(dst: GpuArray, src: GpuArray): void {
    if (dst.storage !== src.storage && src.size > 0)
      this.#record({ kind: 'assign', src: src.storage, dst: dst.storage });
  }

  #record(step: Step): void {
    for (const s of new Set([...readsOf(step), ...writesOf(step)])) s.steps++;
    this.#steps.push(step);
    const much = this.#work >= MOST_RECORDED_FLOP;
    if (much || this.#steps.length >= MOST_STEPS || this.#waiting >= MOST_WAITING) this.execute();
  }

  /** Runs what is recorded. */
  execute(): void {
    const recorded = this.#steps;
    if (recorded.length === 0) return;
    this.#steps = [];
    this.#work = 0;
    this.#waiting = 0;
    const means = { mostArrays: this.#mostArrays, half: this.variants.half };
    const steps = together(inPlace(plan(recorded, means)));
    new Execution(this.commands, this.#blocks, this.variants).run(steps);
    for (const step of recorded) {
      for (const s of [...readsOf(step), ...writesOf(step)]) {
        s.steps = 0;
        if (s.users === 0) this.#blocks.release(s);
      }
    }
    this.commands.flush();
  }

  memory(): MemoryReport {
    const held = this.#pool.liveBytes + this.#pool.pooledBytes + this.#staging.pooledBytes;
    return { arrays: this.#arrays, liveBytes: this.#liveBytes, pooledBytes: Math.max(held - this.#liveBytes, 0) };
  }

  /** Times dispatches; null without the device's feature `timestamp-query`, or while another timer runs. */
  startTimer(): DeviceTimer | null {
    this.execute();
    if (!this.commands.startClock()) return null;
    const first = this.commands.counts.dispatches;
    /** Dispatches before the end of each piece. */
    const ends: number[] = [];
    return {
      mark: () => {
        this.execute();
        return ends.push(this.commands.counts.dispatches - first);
      },
      stop: async () => {
        this.execute();
        const timings = await this.commands.stopClock();
        return ends.map((end, i) => {
          const own = timings.slice(ends[i - 1] ?? 0, end);
          const milliseconds = own.reduce((sum, t) => sum + t.milliseconds, 0);
          return { start: ((own[0] ?? timings.at(-1))?.start ?? 0) / 1000, seconds: milliseconds / 1000 };
        });
      },
    };
  }

  sync(): Promise<void> {
    this.execute();
    return this.commands.finish();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#steps = [];
    this.#blocks.dispose();
    this.#staging.clear();
    this.commands.dispose();
  }
}

/** Quads of words that cover an array; storage is padded to whole ones. */
export const quadsOf = (x: GpuArray): number => Math.ceil(x.size / 4);
