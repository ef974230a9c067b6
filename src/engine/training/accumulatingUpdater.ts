import type { Variable } from '../core/variable.js';
import type { BatchIterator } from '../datasets/batchIterator.js';
import type { LossFunction, Optimizer } from '../optimizers/optimizer.js';
import { StandardUpdater } from './updater.js';

/**
 * One step over a batch in several parts, whose gradients are averaged: a large batch in little memory. (Chainer's
 * ParallelUpdater gave each part to a device and added the gradients instead.)
 */
export class AccumulatingUpdater<T> extends StandardUpdater<T> {
  /** @param parts each has every parts-th example of the batch. @param lossFunction the mean over its examples */
  constructor(
    iterator: BatchIterator<T>,
    optimizer: Optimizer,
    private readonly parts: number,
    lossFunction: (batch: T[]) => Variable,
  ) {
    super(iterator, optimizer, lossFunction);
  }

  protected override lossesOf(batch: T[]): readonly LossFunction[] {
    return Array.from({ length: Math.min(this.parts, batch.length) }, (_, part) => {
      const examples = batch.filter((_, i) => i % this.parts === part);
      return () => this.lossFunction(examples).mul(examples.length / batch.length);
    });
  }
}
