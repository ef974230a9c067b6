/**
 * GPU memory by size classes. Creating and destroying buffers is slow, and a training step asks for the same sizes every
 * time: a freed buffer waits in its class for the next array of that class.
 */

/** A buffer and who uses it. */
export interface Storage {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  /** Distinguishes buffers in the keys of cached bind groups. */
  readonly id: number;
  /** Arrays that share it. */
  users: number;
  /** Last batch of commands that touched it. */
  batch: number;
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
  readonly #device: GPUDevice;
  readonly #usage: number;
  readonly #waiting = new Map<number, Storage[]>();
  #nextId = 0;
  #pooledBytes = 0;
  #liveBytes = 0;

  /** `onDestroy` hears of every buffer that ends. */
  constructor(
    device: GPUDevice,
    usage: number,
    private readonly onDestroy: (storage: Storage) => void = () => {},
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
   * @param idle  prefer a buffer that this batch does not use
   */
  take(bytes: number, batch: number, idle = false): Storage {
    const size = sizeClass(bytes);
    const waiting = this.#waiting.get(size);
    let storage: Storage | undefined;
    if (waiting?.length) {
      const at = idle ? waiting.findIndex((s) => s.batch < batch) : -1;
      storage = at >= 0 ? waiting.splice(at, 1)[0] : waiting.pop()!;
      this.#pooledBytes -= size;
    } else {
      if (this.#pooledBytes + size > Math.max(MOST_POOLED, this.#liveBytes)) this.trim(batch, 0);
      const buffer = this.#device.createBuffer({ size, usage: this.#usage });
      storage = { buffer, bytes: size, id: this.#nextId++, users: 0, batch: -1 };
    }
    storage.users = 1;
    this.#liveBytes += size;
    return storage;
  }

  give(storage: Storage): void {
    this.#liveBytes -= storage.bytes;
    this.#pooledBytes += storage.bytes;
    const waiting = this.#waiting.get(storage.bytes);
    if (waiting) waiting.push(storage);
    else this.#waiting.set(storage.bytes, [storage]);
  }

  /** Ends buffers that have waited too long. Those that `batch`, the one being recorded, uses stay. */
  trim(batch: number, patience = PATIENCE): void {
    for (const [size, waiting] of this.#waiting) {
      const kept = waiting.filter((s) => s.batch >= batch - patience);
      for (const storage of waiting) if (storage.batch < batch - patience) this.#end(storage);
      if (kept.length) this.#waiting.set(size, kept);
      else this.#waiting.delete(size);
    }
  }

  /** Ends every waiting buffer. */
  clear(): void {
    for (const waiting of this.#waiting.values()) for (const storage of waiting) this.#end(storage);
    this.#waiting.clear();
  }

  #end(storage: Storage): void {
    this.#pooledBytes -= storage.bytes;
    storage.buffer.destroy();
    this.onDestroy(storage);
  }
}
