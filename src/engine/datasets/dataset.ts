/** A finite list of examples by index. */
export interface Dataset<T> {
  readonly length: number;
  get(index: number): T;
}

/** A dataset whose examples may take time: from a worker, a disk, a network. */
export interface AsyncDataset<T> {
  readonly length: number;
  get(index: number): T | Promise<T>;
}

/** An array as a dataset. */
export const arrayDataset = <T>(examples: readonly T[]): Dataset<T> => ({
  length: examples.length,
  get: (index) => examples[index],
});
