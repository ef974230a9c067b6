import { type Observers, observersOf, report } from '../core/reporter.js';
import { scope } from '../core/scoped.js';
import type { Serializer } from '../core/serializer.js';
import type { Variable } from '../core/variable.js';
import type { BatchIterator } from '../datasets/batchIterator.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Updater } from './updater.js';

/**
 * One step over a batch in several parts, whose gradients are averaged: a large batch in little memory. (Chainer's
 * ParallelUpdater gave each part to a device and added the gradients instead.)
 */
export class AccumulatingUpdater<T> implements Updater {
  iteration = 0;

  /** @param parts each has every parts-th example of the batch. @param lossFunction the mean over its examples */
  constructor(
    private readonly iterator: BatchIterator<T>,
    private readonly optimizer: Optimizer,
    private readonly parts: number,
    private readonly lossFunction: (batch: T[]) => Variable,
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
    const batch = this.iterator.next();
    const { target } = this.optimizer;
    target.cleargrads();
    scope(() => {
      let sum: Variable | null = null;
      for (let part = 0; part < Math.min(this.parts, batch.length); part++) {
        const examples = batch.filter((_, i) => i % this.parts === part);
        const loss = this.lossFunction(examples).mul(examples.length / batch.length);
        loss.backward();
        const value = loss.detach();
        sum = sum ? sum.add(value) : value;
      }
      if (sum) report({ 'main/loss': sum });
    });
    this.optimizer.update();
    this.iteration++;
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    this.iterator.serialize(serializer.child('iterator:main'));
    this.optimizer.target.serialize(serializer.child('model:main'));
    this.optimizer.serialize(serializer.child('optimizer:main'));
  }
}
