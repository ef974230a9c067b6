import { type DType, ITEM_BYTES, type Shape, sizeOf } from '../backend.js';
import { CpuArray, type Storage } from './array.js';
import { type Block, Heap } from './heap.js';
import { JoinedStorage } from './joinedStorage.js';
import { Address, Chunk, Task } from './kernels/codes.js';
import { ThreadPool } from './threads.js';

/** Scratch memory of each thread, in bytes. */
const SCRATCH = 16 << 20;
/** Work below this many nanoseconds stays on the calling thread: waking a helper costs about as much. */
const SHARE_ABOVE = 60_000;
/** Bytes of offset tables and of derived weights that are kept. */
const TABLE_LIMIT = 32 << 20;

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The bits of a float32, as a kernel parameter. */
export function bits(x: number): number {
  float[0] = x;
  return floatBits[0]!;
}

/** Memory, threads and the calls into the kernels: what every operation is written with. */
export class CpuDevice {
  readonly heap: Heap;
  readonly #tables = new Map<string, Block>();
  #tableBytes = 0;
  #buffer: ArrayBufferLike;
  #ints!: Int32Array;
  #floats!: Float32Array;
  #arrays = 0;
  #liveBytes = 0;

  constructor(readonly pool: ThreadPool) {
    this.heap = new Heap(pool.memory, pool.kernels.heapBase());
    this.#buffer = pool.memory.buffer;
    this.#view();
    const scratch = this.heap.allocate(SCRATCH * pool.threads);
    this.#view();
    this.#ints[Address.Scratch >> 2] = scratch.ptr;
    this.#ints[Address.ScratchSize >> 2] = SCRATCH;
    this.#ints[Address.Wide >> 2] = pool.wide ? 1 : 0;
  }

  static async create(threads?: number): Promise<CpuDevice> {
    return new CpuDevice(await ThreadPool.create(threads));
  }

  #view(): void {
    this.#buffer = this.pool.memory.buffer;
    this.#ints = new Int32Array(this.#buffer);
    this.#floats = new Float32Array(this.#buffer);
  }

  get ints(): Int32Array {
    if (this.#buffer !== this.pool.memory.buffer) this.#view();
    return this.#ints;
  }

  get floats(): Float32Array {
    if (this.#buffer !== this.pool.memory.buffer) this.#view();
    return this.#floats;
  }

  // ── running kernels ─────────────────────────────────────────────────────────────────────────────────────────

  /** Runs `chunks` chunks of a kernel; `cost` is the whole work in nanoseconds of one thread, roughly. */
  run(task: Task, chunks: number, cost: number, params: readonly number[]): void {
    if (chunks <= 0) return;
    this.ints.set(params, Address.Params >> 2);
    this.pool.run(task, chunks, cost > SHARE_ABOVE);
  }

  /** Runs a kernel over n elements in order. */
  runFlat(task: Task, n: number, nanosecondsEach: number, params: readonly number[]): void {
    this.run(task, Math.ceil(n / Chunk.Flat), n * nanosecondsEach, params);
  }

  // ── arrays ──────────────────────────────────────────────────────────────────────────────────────────────────

  create(shape: Shape, dtype: DType = 'float32', blocked = false): CpuArray {
    const block = this.takeBlock(sizeOf(shape) * ITEM_BYTES[dtype]);
    this.#arrays++;
    return new CpuArray(shape, dtype, { block, owners: 1, derived: null }, blocked);
  }

  /** Memory for an array's contents; `drop` gives it back. */
  takeBlock(bytes: number): Block {
    const block = this.heap.allocate(bytes);
    this.#liveBytes += block.size;
    return block;
  }

  /** Arrays in channel blocks one after another along their channels. */
  join(xs: readonly CpuArray[], shape: Shape): CpuArray {
    const parts = xs.map(({ storage, shape: { 1: channels } }) => ({ storage, channels: channels! }));
    this.#arrays++;
    return new CpuArray(shape, xs[0]!.dtype, new JoinedStorage(this, shape, parts), true);
  }

  /** Another array on the same memory. */
  share(x: CpuArray, shape: Shape): CpuArray {
    x.storage.owners++;
    this.#arrays++;
    return new CpuArray(shape, x.dtype, x.storage, false);
  }

  free(x: CpuArray): void {
    this.#arrays--;
    this.drop(x.storage);
  }

  drop(storage: Storage): void {
    if (--storage.owners > 0) return;
    this.forgetDerived(storage);
    if (storage instanceof JoinedStorage && storage.parts) {
      storage.dropParts();
      return;
    }
    this.#liveBytes -= storage.block.size;
    this.heap.release(storage.block);
  }

  #replace(x: CpuArray, block: Block, blocked: boolean): void {
    this.#liveBytes += block.size;
    this.drop(x.storage);
    x.storage = { block, owners: 1, derived: null };
    x.blocked = blocked;
  }

  /** Makes the array safe to write: alone on its memory, without derived forms. */
  writable(x: CpuArray): void {
    if (x.storage.owners > 1) {
      const bytes = x.size * ITEM_BYTES[x.dtype];
      const block = this.heap.allocate(bytes);
      this.copyBytes(x.ptr, block.ptr, bytes);
      this.#replace(x, block, x.blocked);
    } else this.forgetDerived(x.storage);
  }

  plain(x: CpuArray): CpuArray {
    if (x.blocked) this.#convert(x, Task.ToPlain, false);
    return x;
  }

  /** Into channel blocks; the shape must allow it. */
  blocked(x: CpuArray): CpuArray {
    if (!x.blocked && x.shape[2]! * x.shape[3]! > 1) this.#convert(x, Task.ToBlocked, true);
    return x;
  }

  /** Brings two arrays of one shape into the same order of elements. */
  sameOrder(a: CpuArray, b: CpuArray): void {
    if (a.blocked === b.blocked) return;
    this.plain(a);
    this.plain(b);
  }

  #convert(x: CpuArray, task: Task, blocked: boolean): void {
    const [n, c, h, w] = x.shape as [number, number, number, number];
    const block = this.heap.allocate(x.size * 4);
    this.run(task, (n * c) / 4, x.size * 0.5, [x.ptr, block.ptr, h * w]);
    this.#replace(x, block, blocked);
  }

  /** dst ← src, of one shape and dtype. */
  assign(dst: CpuArray, src: CpuArray): void {
    if (dst === src) return;
    this.sameOrder(dst, src);
    this.writable(dst);
    this.copyBytes(src.ptr, dst.ptr, src.size * ITEM_BYTES[src.dtype]);
  }

  copyBytes(from: number, to: number, bytes: number): void {
    const piece = Chunk.Flat * 4;
    const pieces = Math.floor(bytes / piece);
    this.run(Task.Copy, pieces, bytes * 0.1, [from, to, pieces, piece, piece, piece, 1]);
    const done = pieces * piece;
    if (done < bytes) this.run(Task.Copy, 1, 0, [from + done, to + done, 1, bytes - done, 0, 0, 1]);
  }

  // ── tables and derived weights ──────────────────────────────────────────────────────────────────────────────

  /** Address of a table of byte offsets that depends on nothing but its key; kept for the next call. */
  table(key: string, length: number, fill: (table: Int32Array) => void): number {
    let block = this.#tables.get(key);
    if (block) {
      this.#tables.delete(key);
      this.#tables.set(key, block);
      return block.ptr;
    }
    block = this.heap.allocate(length * 4);
    this.#tables.set(key, block);
    this.#tableBytes += block.size;
    const start = block.ptr >>> 2;
    fill(this.ints.subarray(start, start + length));
    return block.ptr;
  }

  /** Releases the tables used longest ago beyond the limit. Called between operations, when none is in use. */
  trimTables(): void {
    for (const [key, block] of this.#tables) {
      if (this.#tableBytes <= TABLE_LIMIT) return;
      this.#tables.delete(key);
      this.#tableBytes -= block.size;
      this.heap.release(block);
    }
  }

  /**
   * Calls `use` with the address of a form of x's contents. From its second use on the form is kept until x is written or freed: a
   * step of training uses most of them once, and they are larger than the weights.
   */
  withDerived(x: CpuArray, key: string, bytes: number, fill: (ptr: number) => void, use: (ptr: number) => void): void {
    const { storage } = x;
    storage.derived ??= new Map();
    let block = storage.derived.get(key);
    if (block) {
      use(block.ptr);
      return;
    }
    const kept = block === null;
    block = this.heap.allocate(bytes);
    storage.derived.set(key, kept ? block : null);
    fill(block.ptr);
    use(block.ptr);
    if (!kept) this.heap.release(block);
  }

  forgetDerived(storage: Storage): void {
    if (!storage.derived) return;
    for (const block of storage.derived.values()) if (block) this.heap.release(block);
    storage.derived = null;
  }

  memory(): { arrays: number; liveBytes: number; pooledBytes: number } {
    return { arrays: this.#arrays, liveBytes: this.#liveBytes, pooledBytes: this.heap.held - this.#liveBytes };
  }
}
