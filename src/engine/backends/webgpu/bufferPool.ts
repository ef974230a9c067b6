/**
 * GPU memory by size classes. Creating and destroying buffers is slow, and a training step asks for the same sizes every
 * time: a freed buffer waits in its class for the next array of that class.
 */

/** A buffer, or a part of one, that arrays take turns in. */
export interface Block {
  readonly buffer: GPUBuffer;
  /** Where it begins in the buffer. */
  readonly offset: number;
  readonly bytes: number;
  /** Distinguishes blocks in the keys of cached bind groups. */
  readonly id: string;
  /** Of the buffer: the last batch of commands that touched it. */
  readonly use: { batch: number };
}

/** Smallest class: below it, more classes would save nothing. A multiple of 16, so that whole quads of words fit. */
const SMALLEST = 256;
/** Classes from one power of two to the next: at most 1/8 of a buffer is wasted. */
const STEPS = 8;
/** Batches that a buffer may wait unused. A training step is a few batches, so a loop keeps what it needs. */
const PATIENCE = 1024;
/**
 * Bytes that may wait while sizes that the pool lacks are asked for, if that is more than the arrays in use: pictures of ever
 * new sizes would otherwise fill the GPU before anything becomes old.
 */
const MOST_POOLED = 2 ** 30;

/** The size of the class that holds `bytes`. */
export function sizeClass(bytes: number): number {
  if (bytes <= SMALLEST) return SMALLEST;
  const step = Math.max(2 ** Math.floor(Math.log2(bytes)) / STEPS, SMALLEST);
  return Math.ceil(bytes / step) * step;
}

export class BufferPool {
  /** Buffers that the device could not make: they hold nothing, and work with them is refused. */
  readonly #failed = new WeakSet<GPUBuffer>();
  readonly #device: GPUDevice;
  readonly #usage: number;
  readonly #waiting = new Map<number, Block[]>();
  #nextId = 0;
  #pooledBytes = 0;
  #liveBytes = 0;

  /** `onDestroy` hears of every buffer that ends, `onFailure` of those that the device has no memory for. */
  constructor(
    device: GPUDevice,
    usage: number,
    private readonly onFailure: (error: Promise<GPUError | null>) => void,
    private readonly onDestroy: (block: Block) => void = () => {},
  ) {
    this.#device = device;
    this.#usage = usage;
  }

  get liveBytes(): number {
    return this.#liveBytes;
  }

  get pooledBytes(): number {
    return this.#pooledBytes;
  }

  /**
   * A buffer of the class of `bytes`.
   *
   * @param batch the batch being recorded
   */
  take(bytes: number, batch: number): Block {
    const size = sizeClass(bytes);
    const waiting = this.#waiting.get(size);
    let block: Block | undefined;
    if (waiting?.length) {
      block = waiting.pop()!;
      this.#pooledBytes -= size;
    } else {
      if (this.#pooledBytes + size > Math.max(MOST_POOLED, this.#liveBytes)) this.trim(batch, 0);
      const buffer = this.#make(size, batch);
      block = { buffer, offset: 0, bytes: size, id: `${this.#nextId++}`, use: { batch: -1 } };
    }
    this.#liveBytes += size;
    return block;
  }

  #make(size: number, batch: number): GPUBuffer {
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({ size, usage: this.#usage });
    const failure = this.#device.popErrorScope().then((error) => {
      if (!error) return null;
      this.#failed.add(buffer);
      this.trim(batch, 0); // what waits may be just what was missing
      return error;
    });
    this.onFailure(failure);
    return buffer;
  }

  give(block: Block): void {
    this.#liveBytes -= block.bytes;
    this.#pooledBytes += block.bytes;
    if (this.#failed.has(block.buffer)) {
      this.#end(block);
      return;
    }
    const waiting = this.#waiting.get(block.bytes);
    if (waiting) waiting.push(block);
    else this.#waiting.set(block.bytes, [block]);
  }

  /** Ends buffers that have waited too long. Those that `batch`, the one being recorded, uses stay. */
  trim(batch: number, patience = PATIENCE): void {
    for (const [size, waiting] of this.#waiting) {
      const stays = (b: Block): boolean => b.use.batch >= batch - patience && !this.#failed.has(b.buffer);
      const kept = waiting.filter(stays);
      for (const block of waiting) if (!stays(block)) this.#end(block);
      if (kept.length) this.#waiting.set(size, kept);
      else this.#waiting.delete(size);
    }
  }

  /** Ends every waiting buffer. */
  clear(): void {
    for (const waiting of this.#waiting.values()) for (const block of waiting) this.#end(block);
    this.#waiting.clear();
  }

  #end(block: Block): void {
    this.#pooledBytes -= block.bytes;
    block.buffer.destroy();
    this.onDestroy(block);
  }
}
