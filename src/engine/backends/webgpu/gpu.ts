import { type DeviceArray, type DType, type MemoryReport, type Shape, sizeOf } from '../backend.js';
import { BufferPool } from './bufferPool.js';
import { Commands, type Launch, USAGE } from './commands.js';
import { DeviceMemoryError } from './errors.js';
import { GpuArray } from './gpuArray.js';

/** Invocations of a workgroup in kernels without a shape of their own: `LANES` in common.wgsl. */
export const LANES = 64;

const MIB = 2 ** 20;
/** Kernels count elements in signed 32-bit numbers, with some room for what lies outside. */
const MOST_BYTES = 4 * 2 ** 30;

/** A device with its memory and its command queue: what the operations work with. */
export class Gpu {
  readonly commands: Commands;
  readonly #pool: BufferPool;
  readonly #staging: BufferPool;
  readonly #limit: number;
  #arrays = 0;
  #disposed = false;

  constructor(device: GPUDevice, mostFlop?: number) {
    this.commands = new Commands(device, mostFlop);
    const { storage, copySource, copyTarget, mapRead } = USAGE;
    this.#pool = new BufferPool(device, storage | copySource | copyTarget, (s) => this.commands.forget(s));
    this.#staging = new BufferPool(device, mapRead | copyTarget);
    this.#limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize, MOST_BYTES);
    this.commands.watch(this.#pool);
  }

  /** @param idle prefer memory that no recorded launch uses: it can be written by the host at once */
  array(shape: Shape, dtype: DType = 'float32', idle = false): GpuArray {
    const bytes = sizeOf(shape) * 4;
    if (bytes > this.#limit)
      throw new DeviceMemoryError(
        `an array of shape (${shape.join(', ')}) needs ${Math.ceil(bytes / MIB)} MiB, but this GPU allows ` +
          `${Math.floor(this.#limit / MIB)} MiB an array: use a smaller picture or batch, or the cpu backend`,
      );
    this.commands.begin();
    const storage = this.#pool.take(bytes, this.commands.batch, idle);
    this.#arrays++;
    return new GpuArray(storage, [...shape], dtype);
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
    if (--storage.users === 0 && !this.#disposed) this.#pool.give(storage);
  }

  upload(data: Float32Array | Int32Array, shape: Shape): GpuArray {
    const x = this.array(shape, data instanceof Int32Array ? 'int32' : 'float32', true);
    if (data.length > 0) this.commands.write(x.storage, data as Float32Array<ArrayBuffer>);
    return x;
  }

  async read(x: GpuArray): Promise<Float32Array | Int32Array> {
    const { size, dtype } = x;
    const bytes = size * 4;
    const staging = this.#staging.take(bytes, this.commands.batch);
    if (bytes > 0) this.commands.copyOut(x.storage, staging, bytes);
    try {
      const words = await this.commands.readBack(staging, bytes);
      return dtype === 'int32' ? new Int32Array(words) : new Float32Array(words);
    } finally {
      if (!this.#disposed) this.#staging.give(staging);
    }
  }

  run(launch: Omit<Launch, 'reads' | 'writes'> & { reads: readonly GpuArray[]; writes: readonly GpuArray[] }): void {
    this.commands.launch({
      ...launch,
      reads: launch.reads.map((x) => x.storage),
      writes: launch.writes.map((x) => x.storage),
    });
  }

  memory(): MemoryReport {
    return {
      arrays: this.#arrays,
      liveBytes: this.#pool.liveBytes,
      pooledBytes: this.#pool.pooledBytes + this.#staging.pooledBytes,
    };
  }

  sync(): Promise<void> {
    return this.commands.finish();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pool.clear();
    this.#staging.clear();
    this.commands.dispose();
  }
}

/** Workgroups for one invocation an item. */
export const groupsFor = (items: number, lanes = LANES): number => Math.ceil(items / lanes);
/** Quads of words that cover an array; storage is padded to whole ones. */
export const quadsOf = (x: GpuArray): number => Math.ceil(x.size / 4);
