export type { BatchIterator, IteratorOptions } from './batchIterator.js';
export {
  ConcatenatedDataset,
  DictDataset,
  SubDataset,
  TextDataset,
  TransformDataset,
  TupleDataset,
} from './combine.js';
export { type ConcatOptions, concatExamples, type ExampleArray, type ExampleField } from './concatExamples.js';
export { type AsyncDataset, arrayDataset, type Dataset } from './dataset.js';
export { PrefetchIterator, type PrefetchOptions } from './prefetchIterator.js';
export { SerialIterator } from './serialIterator.js';
export {
  getCrossValidationDatasets,
  getCrossValidationDatasetsRandom,
  splitDataset,
  splitDatasetN,
  splitDatasetNRandom,
  splitDatasetRandom,
} from './split.js';
export { type MessagePortLike, serveDataset, WorkerDataset } from './workerDataset.js';
