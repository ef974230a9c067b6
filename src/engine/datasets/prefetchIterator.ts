import { EngineError } from '../core/errors.js';
import type { Serializer } from '../core/serializer.js';
import { type BatchIterator, Cursor, type IteratorOptions } from './batchIterator.js';
import type { AsyncDataset } from './dataset.js';

export interface PrefetchOptions extends IteratorOptions {
  /** Batches that are fetched ahead. */
  nPrefetch?: number;
  /** Seconds that an example may take before it counts as lost. */
  timeout?: number;
}

/**
 * Draws batches whose examples arrive later, and fetches the next ones while a step is computed. With a `WorkerDataset`, worker
 * threads make them. Its state is the place of the batch handed out last, so a resumed run goes on exactly, whatever was under
 * way.
 */
export class PrefetchIterator<T> implements BatchIterator<T> {
  /** What was handed out. */
  readonly #cursor: Cursor;
  /** What was asked for. */
  #ahead: Cursor;
  #pending: Promise<T[]>[] = [];
  #ready: T[] | null = null;
  readonly #nPrefetch: number;
  readonly #timeout: number;

  constructor(
    private readonly dataset: AsyncDataset<T>,
    readonly batchSize: number,
    { nPrefetch = 1, timeout = 30, ...options }: PrefetchOptions = {},
  ) {
    this.#cursor = new Cursor('PrefetchIterator', dataset.length, batchSize, options);
    this.#ahead = this.#cursor.copy();
    this.#nPrefetch = nPrefetch;
    this.#timeout = timeout;
  }

  get epoch(): number {
    return this.#cursor.epoch;
  }

  get isNewEpoch(): boolean {
    return this.#cursor.isNewEpoch;
  }

  get epochDetail(): number {
    return this.#cursor.epochDetail;
  }

  #fetch(index: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new EngineError(`PrefetchIterator: example ${index} did not arrive within ${this.#timeout} s`)),
        this.#timeout * 1000,
      );
      Promise.resolve()
        .then(() => this.dataset.get(index))
        .then(resolve, (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          reject(new EngineError(`PrefetchIterator: example ${index} failed: ${reason}`, { cause: error }));
        })
        .finally(() => clearTimeout(late));
    });
  }

  #ask(): void {
    while (this.#pending.length <= this.#nPrefetch && !this.#ahead.isExhausted) {
      const batch = Promise.all(this.#ahead.next().map((index) => this.#fetch(index)));
      batch.catch(() => {}); // reported by prepare
      this.#pending.push(batch);
    }
  }

  async prepare(): Promise<void> {
    if (this.#ready) return;
    this.#ask();
    const first = this.#pending.shift();
    if (!first) throw new EngineError('PrefetchIterator: the epoch is over; call reset() to begin again');
    this.#ready = await first;
    this.#ask();
  }

  next(): T[] {
    const batch = this.#ready;
    if (!batch) throw new EngineError('PrefetchIterator: call `await prepare()` before next()');
    this.#ready = null;
    this.#cursor.next();
    return batch;
  }

  /** Drops what is under way. */
  #restart(): void {
    this.#pending = [];
    this.#ready = null;
    this.#ahead = this.#cursor.copy();
  }

  reset(): void {
    this.#cursor.reset();
    this.#restart();
  }

  serialize(serializer: Serializer): void {
    this.#cursor.serialize(serializer);
    if (serializer.loading) this.#restart();
  }
}
