import { EngineError } from '../core/errors.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { shuffled } from './order.js';

/** Draws batches from a dataset. */
export interface BatchIterator<T> extends Serializable {
  /** Whole epochs done. */
  readonly epoch: number;
  readonly epochDetail: number;
  /** Whether the last batch completed an epoch. */
  readonly isNewEpoch: boolean;
  /** Waits until `next` has a batch. */
  prepare?(): Promise<void>;
  next(): T[];
  reset(): void;
}

export interface IteratorOptions {
  /** Whether every epoch has an order of its own (default). */
  shuffle?: boolean;
  seed?: number;
  /** Goes on after an epoch, with batches that may span two (default); off: the last batch may be short, then `next` throws. */
  repeat?: boolean;
  /** The order of an epoch; default: by shuffle and seed. It must depend on its arguments only, or no run can be resumed. */
  orderSampler?: ((length: number, epoch: number) => ArrayLike<number>) | null;
}

/**
 * A place in an endless list of examples. The order of an epoch depends only on the seed and the epoch's number, so epoch and
 * position are all its state.
 */
export class Cursor implements Serializable {
  epoch = 0;
  isNewEpoch = false;
  #position = 0;
  #order: ArrayLike<number> | null = null;

  constructor(
    private readonly label: string,
    private readonly length: number,
    private readonly batchSize: number,
    private readonly options: IteratorOptions,
  ) {
    if (length === 0) throw new EngineError(`${label}: the dataset is empty`);
    if (!Number.isInteger(batchSize) || batchSize < 1)
      throw new EngineError(`${label}: expected a batch size of 1 or more, but it is ${batchSize}`);
  }

  get epochDetail(): number {
    return this.epoch + this.#position / this.length;
  }

  /** Whether an iterator that does not repeat is at its end. */
  get isExhausted(): boolean {
    return this.options.repeat === false && this.epoch > 0;
  }

  /** Indexes of the next batch. */
  next(): number[] {
    if (this.isExhausted) throw new EngineError(`${this.label}: the epoch is over; call reset() to begin again`);
    const batch: number[] = [];
    this.isNewEpoch = false;
    while (batch.length < this.batchSize && !this.isExhausted) {
      this.#order ??= this.#orderOf(this.epoch);
      batch.push(this.#order[this.#position++]);
      if (this.#position < this.length) continue;
      this.#position = 0;
      this.#order = null;
      this.epoch++;
      this.isNewEpoch = true;
    }
    return batch;
  }

  #orderOf(epoch: number): ArrayLike<number> {
    const { orderSampler = null, shuffle = true, seed = 0 } = this.options;
    if (orderSampler) return orderSampler(this.length, epoch);
    return shuffle ? shuffled(this.length, seed, epoch) : Array.from({ length: this.length }, (_, i) => i);
  }

  reset(): void {
    this.epoch = 0;
    this.isNewEpoch = false;
    this.#position = 0;
    this.#order = null;
  }

  /** Another cursor at the same place. */
  copy(): Cursor {
    const other = new Cursor(this.label, this.length, this.batchSize, this.options);
    other.epoch = this.epoch;
    other.isNewEpoch = this.isNewEpoch;
    other.#position = this.#position;
    return other;
  }

  serialize(serializer: Serializer): void {
    this.epoch = serializer.value('epoch', this.epoch);
    this.#position = serializer.value('current_position', this.#position);
    this.isNewEpoch = serializer.value('is_new_epoch', this.isNewEpoch);
    if (serializer.loading) this.#order = null;
  }
}
