import type { Serializer } from '../core/serializer.js';
import { type BatchIterator, Cursor, type IteratorOptions } from './batchIterator.js';
import type { Dataset } from './dataset.js';

/**
 * Draws batches from a dataset, over and over. The order of an epoch depends only on the seed and the epoch's number, so a
 * resumed iterator goes on exactly. A batch may span two epochs.
 */
export class SerialIterator<T> implements BatchIterator<T> {
  readonly #cursor: Cursor;

  constructor(
    private readonly dataset: Dataset<T>,
    readonly batchSize: number,
    options: IteratorOptions = {},
  ) {
    this.#cursor = new Cursor('SerialIterator', dataset.length, batchSize, options);
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

  next(): T[] {
    return this.#cursor.next().map((i) => this.dataset.get(i));
  }

  /** Batches to the end of the epoch, for iterators that do not repeat. */
  *[Symbol.iterator](): IterableIterator<T[]> {
    while (!this.#cursor.isExhausted) yield this.next();
  }

  reset(): void {
    this.#cursor.reset();
  }

  serialize(serializer: Serializer): void {
    this.#cursor.serialize(serializer);
  }
}
