/** Parts of datasets, for training and validation. Random parts depend only on the seed. */
import { EngineError } from '../core/errors.js';
import { SubDataset } from './combine.js';
import type { Dataset } from './dataset.js';
import { shuffled } from './order.js';

/** The first `at` examples, and the rest. */
export function splitDataset<T>(
  dataset: Dataset<T>,
  at: number,
  order: ArrayLike<number> | null = null,
): [SubDataset<T>, SubDataset<T>] {
  return [new SubDataset(dataset, 0, at, order), new SubDataset(dataset, at, dataset.length, order)];
}

/** `firstSize` random examples, and the rest. */
export const splitDatasetRandom = <T>(
  dataset: Dataset<T>,
  firstSize: number,
  seed = 0,
): [SubDataset<T>, SubDataset<T>] => splitDataset(dataset, firstSize, shuffled(dataset.length, seed, 0));

/** n parts of one size; what does not divide is left out, as in Chainer. */
export function splitDatasetN<T>(
  dataset: Dataset<T>,
  n: number,
  order: ArrayLike<number> | null = null,
): SubDataset<T>[] {
  const size = Math.floor(dataset.length / n);
  return Array.from({ length: n }, (_, i) => new SubDataset(dataset, i * size, (i + 1) * size, order));
}

/** n random parts of one size. */
export const splitDatasetNRandom = <T>(dataset: Dataset<T>, n: number, seed = 0): SubDataset<T>[] =>
  splitDatasetN(dataset, n, shuffled(dataset.length, seed, 0));

/** For each of `folds`: [the examples to train on, those kept for validation]; each example is kept once. */
export function getCrossValidationDatasets<T>(
  dataset: Dataset<T>,
  folds: number,
  order: ArrayLike<number> | null = null,
): [train: SubDataset<T>, validation: SubDataset<T>][] {
  if (!Number.isInteger(folds) || folds < 2 || folds > dataset.length)
    throw new EngineError(`getCrossValidationDatasets: expected 2 … ${dataset.length} folds, but ${folds}`);
  const list = Array.from({ length: dataset.length }, (_, i) => (order ? order[i] : i));
  return Array.from({ length: folds }, (_, fold) => {
    const start = Math.floor((fold * list.length) / folds);
    const end = Math.floor(((fold + 1) * list.length) / folds);
    const turned = [...list.slice(end), ...list.slice(0, start), ...list.slice(start, end)];
    return splitDataset(dataset, list.length - (end - start), turned);
  });
}

/** Cross-validation of random parts. */
export const getCrossValidationDatasetsRandom = <T>(dataset: Dataset<T>, folds: number, seed = 0) =>
  getCrossValidationDatasets(dataset, folds, shuffled(dataset.length, seed, 0));
