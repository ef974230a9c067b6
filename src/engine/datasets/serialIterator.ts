import { EngineError } from '../core/errors.js';
import { hostUniform } from '../core/random.js';
import type { Serializable, Serializer } from '../core/serializer.js';

/** A finite list of examples by index. */
export interface Dataset<T> {
  readonly length: number;
  get(index: number): T;
}

/**
 * Draws batches from a dataset, over and over. The order of an epoch depends only on the seed and the epoch's number, so a
 * resumed iterator goes on exactly. A batch may span two epochs.
 */
export class SerialIterator<T> implements Serializable {
  /** Whole epochs done. */
  epoch = 0;
  /** Whether the last batch completed an epoch. */
  isNewEpoch = false;
  #position = 0;
  #order: Int32Array | null = null;

  constructor(
    private readonly dataset: Dataset<T>,
    readonly batchSize: number,
    private readonly options: { shuffle?: boolean; seed?: number } = {},
  ) {
    if (dataset.length === 0) throw new EngineError('SerialIterator: the dataset is empty');
  }

  get epochDetail(): number {
    return this.epoch + this.#position / this.dataset.length;
  }

  next(): T[] {
    const batch: T[] = [];
    this.isNewEpoch = false;
    while (batch.length < this.batchSize) {
      this.#order ??= this.#shuffled();
      batch.push(this.dataset.get(this.#order[this.#position++]));
      if (this.#position < this.dataset.length) continue;
      this.#position = 0;
      this.#order = null;
      this.epoch++;
      this.isNewEpoch = true;
    }
    return batch;
  }

  /** Fisher and Yates's shuffle. */
  #shuffled(): Int32Array {
    const order = Int32Array.from({ length: this.dataset.length }, (_, i) => i);
    if (this.options.shuffle === false) return order;
    const u = hostUniform(order.length, { seed: this.options.seed ?? 0, stream: 0x5f5f0000 + this.epoch });
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(u[i] * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  serialize(serializer: Serializer): void {
    this.epoch = serializer.value('epoch', this.epoch);
    this.#position = serializer.value('current_position', this.#position);
    this.isNewEpoch = serializer.value('is_new_epoch', this.isNewEpoch);
    if (serializer.loading) this.#order = null;
  }
}
