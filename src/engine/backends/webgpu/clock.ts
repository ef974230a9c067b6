/** How long a dispatch took on the GPU. */
export interface Timing {
  /** Kernel files and entry point. */
  readonly name: string;
  /** When it began, in milliseconds since the first dispatch. */
  readonly start: number;
  readonly milliseconds: number;
  /** Floating-point operations, those on padding included. */
  readonly work: number;
}

const QUERY_RESOLVE = 0x200;
const COPY_SOURCE = 0x4;
const COPY_TARGET = 0x8;
const MAP_READ = 0x1;
/** Bytes of a timestamp, in nanoseconds. */
const STAMP = 8;

/** Timestamps around dispatches. Browsers round them to 0.1 ms. */
export class Clock {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #results: Promise<Timing[]>[] = [];
  #open: { name: string; work: number }[] = [];
  #readable: GPUBuffer | null = null;
  #zero: bigint | null = null;

  /** @param most dispatches between two calls of `resolve` */
  constructor(device: GPUDevice, most: number) {
    this.#device = device;
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 * most });
    this.#resolved = device.createBuffer({ size: 2 * most * STAMP, usage: QUERY_RESOLVE | COPY_SOURCE });
  }

  /** Where a pass that times one dispatch writes. */
  next(name: string, work: number): GPUComputePassTimestampWrites {
    const first = 2 * this.#open.length;
    this.#open.push({ name, work });
    return {
      querySet: this.#queries,
      beginningOfPassWriteIndex: first,
      endOfPassWriteIndex: first + 1,
    };
  }

  /** Ends a batch: what is timed so far goes where it can be read. */
  resolve(encoder: GPUCommandEncoder): void {
    const count = 2 * this.#open.length;
    if (count === 0) return;
    this.#readable = this.#device.createBuffer({ size: count * STAMP, usage: MAP_READ | COPY_TARGET });
    encoder.resolveQuerySet(this.#queries, 0, count, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#readable, 0, count * STAMP);
  }

  /** Called when the batch is submitted. */
  collect(): void {
    const [buffer, timed] = [this.#readable, this.#open];
    if (!buffer) return;
    this.#readable = null;
    this.#open = [];
    this.#results.push(
      buffer.mapAsync(MAP_READ).then(() => {
        const stamps = new BigUint64Array(buffer.getMappedRange());
        this.#zero ??= stamps[0];
        const zero = this.#zero;
        const timings = timed.map(({ name, work }, i) => ({
          name,
          start: Number(stamps[2 * i] - zero) / 1e6,
          milliseconds: Number(stamps[2 * i + 1] - stamps[2 * i]) / 1e6,
          work,
        }));
        buffer.destroy();
        return timings;
      }),
    );
  }

  async timings(): Promise<Timing[]> {
    const all = (await Promise.all(this.#results)).flat();
    this.#queries.destroy();
    this.#resolved.destroy();
    return all;
  }
}
