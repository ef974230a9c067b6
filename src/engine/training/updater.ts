import { type Observers, observersOf, report } from '../core/reporter.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import type { Variable } from '../core/variable.js';
import type { BatchIterator } from '../datasets/batchIterator.js';
import type { LossFunction, Optimizer } from '../optimizers/optimizer.js';

/** Makes one step of training at a time. */
export interface Updater extends Serializable {
  readonly iteration: number;
  readonly epochDetail: number;
  /** Which links may report, under which names. */
  readonly observers?: Observers;
  /** Waits for what the next step needs (a batch from a worker, …). */
  prepare?(): Promise<void>;
  /** One step; what it reports is averaged in the log. */
  update(): void;
}

/**
 * Takes a batch, computes its loss with a user's function and steps the optimizer; reports `main/loss`, and what links of the
 * optimizer's target report under `main/…`. For several optimizers (a GAN) write an `Updater` of your own.
 */
export class StandardUpdater<T> implements Updater {
  iteration = 0;

  constructor(
    private readonly iterator: BatchIterator<T>,
    private readonly optimizer: Optimizer,
    protected readonly lossFunction: (batch: T[]) => Variable,
  ) {}

  get epochDetail(): number {
    return this.iterator.epochDetail;
  }

  get observers(): Observers {
    return observersOf('main', this.optimizer.target);
  }

  async prepare(): Promise<void> {
    await this.iterator.prepare?.();
  }

  update(): void {
    const loss = this.optimizer.update(this.lossesOf(this.iterator.next()));
    report({ 'main/loss': loss });
    loss.dispose();
    this.iteration++;
  }

  /** The losses whose sum is a batch's. */
  protected lossesOf(batch: T[]): LossFunction | readonly LossFunction[] {
    return () => this.lossFunction(batch);
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    this.iterator.serialize(serializer.child('iterator:main'));
    this.optimizer.target.serialize(serializer.child('model:main'));
    this.optimizer.serialize(serializer.child('optimizer:main'));
  }
}
