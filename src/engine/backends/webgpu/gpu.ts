import {
  type DeviceArray,
  type DeviceTimer,
  type DType,
  ITEM_BYTES,
  type MemoryReport,
  type Shape,
  sizeOf,
} from '../backend.js';
import { type Block, BufferPool, sizeClass } from './bufferPool.js';
import { Commands, type KernelName, USAGE } from './commands.js';
import { DeviceMemoryError } from './errors.js';
import { type Code, codeOf, type Expression, expressionOf, inQuads, type Operation } from './expression.js';
import { GpuArray } from './gpuArray.js';
import type { TileLimits } from './ops/tiles.js';
import { plan } from './plan.js';
import { type Dispatch, type Launch, onBestUnits, readsOf, type Step, writesOf } from './step.js';
import { Storage } from './storage.js';
import { mergeAxes } from './stridedAxes.js';
import type { Tuning } from './tuning.js';
import { PLAIN, type Variants } from './variants.js';

/** Invocations of a workgroup in kernels without a shape of their own: `LANES` in common.wgsl. */
export const LANES = 64;

const MIB = 2 ** 20;
/** Kernels count elements in signed 32-bit numbers, with some room for what lies outside. */
const MOST_BYTES = 4 * 2 ** 30;
/** Steps that are recorded before they run: a training step of most networks, so that all of it is planned as one. */
const MOST_STEPS = 2048;
/** Floating-point operations that are recorded before they run: the GPU should not wait long for its first. */
const MOST_RECORDED_FLOP = 2e11;
/** Bytes of arrays that are freed, but that recorded steps still read. */
const MOST_WAITING = 256 * MIB;

/** What kernels with an expression need, and what expressions that do something call. */
const FUSED: readonly KernelName[] = ['fused'];
const SCALARS: readonly KernelName[] = ['math', 'scalars'];
const HALF: readonly KernelName[] = ['half'];
const HALF_CODE = /\b(halfOf|wideQuad|wide|narrowQuad|narrow)\b/;

/** How a kernel with a `finish` stores a word. */
const STORED_WORDS = 'alias Stored = u32;\nfn stored(word: u32) -> u32 { return word; }';
const STORED_HALVES = 'alias Stored = f16;\nfn stored(word: u32) -> f16 { return bitcast<vec2<f16>>(narrow(word)).x; }';

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
    this.#pool = new BufferPool(device, storage | copySource | copyTarget, (block) => this.commands.forget(block));
    this.#staging = new BufferPool(device, mapRead | copyTarget);
    this.#limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize, MOST_BYTES);
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
    if (storage.steps === 0) this.#release(storage);
    else if (storage.block) this.#waiting += storage.block.bytes;
  }

  upload(data: Float32Array | Int32Array, shape: Shape): GpuArray {
    const x = this.array(shape, data instanceof Int32Array ? 'int32' : 'float32');
    if (data.length > 0) this.commands.write(this.#blockOf(x.storage), data as Float32Array<ArrayBuffer>);
    return x;
  }

  async read(x: GpuArray): Promise<Float32Array | Int32Array> {
    const { size, dtype, storage } = x;
    this.execute();
    const bytes = size * 4;
    this.commands.begin();
    const staging = this.#staging.take(bytes, this.commands.batch);
    if (bytes > 0) this.commands.copyOut(this.#blockOf(storage), staging, bytes);
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
    const steps = plan(recorded, { mostArrays: this.#mostArrays, half: this.variants.half });
    const lastUse = new Map<Storage, number>();
    const used = steps.map((step) => [...new Set([...readsOf(step), ...writesOf(step)])]);
    used.forEach((storages, i) => {
      for (const s of storages) lastUse.set(s, i);
    });
    steps.forEach((step, i) => {
      if (step.kind === 'assign' && step.src.users === 0 && lastUse.get(step.src) === i) this.#takeOver(step);
      else this.#encode(step);
      for (const s of used[i]) if (s.users === 0 && lastUse.get(s) === i) this.#release(s);
    });
    for (const step of recorded) {
      for (const s of [...readsOf(step), ...writesOf(step)]) {
        s.steps = 0;
        if (s.users === 0) this.#release(s);
      }
    }
    this.commands.flush();
  }

  /** The block of a storage; undefined contents if it had none. */
  #blockOf(storage: Storage): Block {
    if (!storage.block) {
      this.commands.begin();
      storage.block = this.#pool.take(storage.bytes, this.commands.batch);
    }
    return storage.block;
  }

  #release(storage: Storage): void {
    if (storage.block && !this.#disposed) this.#pool.give(storage.block);
    storage.block = null;
  }

  #takeOver({ src, dst }: { src: Storage; dst: Storage }): void {
    const block = this.#blockOf(src);
    this.#release(dst);
    src.block = null;
    dst.block = block;
  }

  #encode(step: Step): void {
    const { reads, writes, source, finish, dispatches, bytes, flop = 0, ...kernel } = onBestUnits(launchOf(step));
    const native = this.variants.half && kernel.rereads === true;
    let binding = 1 + reads.length + writes.length;
    const codes: Code[] = [];
    for (const [name, expression] of [['source', source] as const, ['finish', finish] as const]) {
      if (!expression) continue;
      const quads = step.kind === 'element' && inQuads(expression);
      codes.push(codeOf(expression, { name, member: name, binding, quads, native }));
      binding += expression.leaves.length;
    }
    const leaves = codes.flatMap((code) => code.leaves);
    const blocks = (storages: readonly Storage[]): Block[] => storages.map((s) => this.#blockOf(s));
    const bound = { reads: blocks(reads), leaves: blocks(leaves), writes: blocks(writes) };
    const definitions = [
      kernel.definitions ?? '',
      ...(kernel.storedAs ?? []).map((name, n) => `alias ${name} = ${kernel.halves?.[n] ? 'f16' : 'f32'};`),
      ...(finish ? [kernel.halfResult ? STORED_HALVES : STORED_WORDS] : []),
      ...codes.map((code) => code.wgsl),
    ].join('\n');
    const calls = [source, finish].some((expression) => expression && expression.operations.length > 0);
    const files: KernelName[] = [
      ...(codes.length > 0 ? FUSED : []),
      ...(calls ? SCALARS : []),
      ...(HALF_CODE.test(definitions) ? HALF : []),
      ...kernel.files,
    ];
    const enables = [...(/\bf16\b/.test(definitions) ? ['f16'] : []), ...(kernel.enables ?? [])];
    const { entry, constants } = kernel;
    for (const { params, workgroups, work } of dispatches) {
      this.commands.dispatch({
        ...{ enables, files, entry, constants },
        ...bound,
        definitions,
        params: [...codes.flatMap((code) => code.params), ...params],
        workgroups,
        work,
      });
    }
    const touched = [...new Set([...reads, ...leaves, ...writes])];
    this.commands.counts.flop += flop;
    this.commands.counts.bytes += bytes ?? touched.reduce((sum, s) => sum + s.bytes, 0);
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
    this.#pool.clear();
    this.#staging.clear();
    this.commands.dispose();
  }
}

/** Quad i of an expression that is read word by word; nothing is read past its end. */
const FOUR_WORDS = `vec4u(${[0, 1, 2, 3].map((n) => `source(min(4u * i + ${n}u, params.size - 1u))`).join(', ')})`;

/** A step as the launch of a kernel. */
function launchOf(step: Step): Launch {
  switch (step.kind) {
    case 'launch':
      return step;
    case 'element': {
      const quads = inQuads(step.source);
      const size = sizeOf(step.source.shape);
      const count = quads || step.half ? Math.ceil(size / 4) : size;
      const type = step.half ? 'vec2u' : quads ? 'vec4u' : 'u32';
      const value = step.half ? `narrowQuad(${quads ? 'source(i)' : FOUR_WORDS})` : 'source(i)';
      return {
        files: ['element'],
        definitions:
          `@group(0) @binding(1) var<storage, read_write> y: array<${type}>;\n` +
          `fn value(i: u32) -> ${type} { return ${value}; }`,
        reads: [],
        writes: [step.y],
        source: step.source,
        dispatches: [{ params: [count, size], workgroups: groupsFor(count) }],
      };
    }
    case 'assign': {
      const quads = Math.ceil(step.src.bytes / 16);
      return {
        files: ['copyRows'],
        entry: 'quads',
        reads: [step.src],
        writes: [step.dst],
        dispatches: [{ params: [quads, quads, 0, 0, 0, 0], workgroups: groupsFor(quads) }],
      };
    }
  }
}

/** Workgroups for one invocation an item. */
export const groupsFor = (items: number, lanes = LANES): number => Math.ceil(items / lanes);
/** Quads of words that cover an array; storage is padded to whole ones. */
export const quadsOf = (x: GpuArray): number => Math.ceil(x.size / 4);
