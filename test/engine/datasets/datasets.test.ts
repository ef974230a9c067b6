import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { loadState, saveState } from '../../../src/engine/core/serializer.js';
import {
  arrayDataset,
  ConcatenatedDataset,
  concatExamples,
  type Dataset,
  DictDataset,
  getCrossValidationDatasets,
  getCrossValidationDatasetsRandom,
  PrefetchIterator,
  SerialIterator,
  SubDataset,
  serveDataset,
  splitDataset,
  splitDatasetN,
  splitDatasetNRandom,
  splitDatasetRandom,
  TextDataset,
  TransformDataset,
  TupleDataset,
  WorkerDataset,
} from '../../../src/engine/datasets/index.js';
import { createReferenceBackend } from '../reference/backend.js';

const numbers = (n: number): Dataset<number> => ({ length: n, get: (i) => i });
const all = <T>(dataset: Dataset<T>): T[] => Array.from({ length: dataset.length }, (_, i) => dataset.get(i));
const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b);

describe('datasets', () => {
  const letters = arrayDataset(['a', 'b', 'c']);

  test('side by side, one after the other, changed', () => {
    expect(all(new TupleDataset(numbers(3), letters))).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
    expect(new DictDataset({ n: numbers(3), letter: letters }).get(1)).toEqual({ n: 1, letter: 'b' });
    expect(all(new ConcatenatedDataset(numbers(2), numbers(3)))).toEqual([0, 1, 0, 1, 2]);
    expect(all(new TransformDataset(letters, (letter, i) => letter.repeat(i + 1)))).toEqual(['a', 'bb', 'ccc']);
    expect(all(new TextDataset('one\r\ntwo\n'))).toEqual(['one', 'two']);
    expect(() => new TupleDataset(numbers(2), letters)).toThrow('datasets of one length, but they have 2, 3');
    expect(() => new ConcatenatedDataset(numbers(2)).get(2)).toThrow('example 2 of 2');
  });

  test('parts', () => {
    expect(all(new SubDataset(numbers(5), 1, 3))).toEqual([1, 2]);
    expect(splitDataset(numbers(5), 2).map(all)).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(splitDatasetN(numbers(7), 3).map(all)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    const [first, rest] = splitDatasetRandom(numbers(20), 5, 3).map(all);
    expect(sorted([...first, ...rest])).toEqual(all(numbers(20)));
    expect(first).not.toEqual([0, 1, 2, 3, 4]);
    expect(splitDatasetRandom(numbers(20), 5, 3).map(all)).toEqual([first, rest]);
    expect(sorted(splitDatasetNRandom(numbers(6), 3).flatMap(all))).toEqual(all(numbers(6)));
    expect(() => new SubDataset(numbers(5), 1, 3).get(2)).toThrow('example 2 of 2');
    expect(() => new SubDataset(numbers(5), 3, 6)).toThrow('3 … 6 does not lie in 0 … 5');
  });

  test('folds keep each example for validation once', () => {
    for (const folds of [getCrossValidationDatasets(numbers(7), 3), getCrossValidationDatasetsRandom(numbers(7), 3)]) {
      expect(sorted(folds.flatMap(([, validation]) => all(validation)))).toEqual(all(numbers(7)));
      for (const [train, validation] of folds)
        expect(sorted([...all(train), ...all(validation)])).toEqual(all(numbers(7)));
    }
    expect(() => getCrossValidationDatasets(numbers(3), 4)).toThrow('expected 2 … 3 folds, but 4');
  });
});

describe('SerialIterator', () => {
  test('without repeating gives a short last batch, then an error', () => {
    const iterator = new SerialIterator(numbers(5), 2, { repeat: false, shuffle: false });
    expect([...iterator]).toEqual([[0, 1], [2, 3], [4]]);
    expect(iterator.isNewEpoch).toBe(true);
    expect(() => iterator.next()).toThrow('the epoch is over; call reset()');
    iterator.reset();
    expect(iterator.next()).toEqual([0, 1]);
  });

  test('wraps as Chainer’s does', () => {
    const iterator = new SerialIterator(numbers(5), 2, { shuffle: false });
    iterator.next();
    iterator.next();
    expect(iterator.next()).toEqual([4, 0]);
    expect([iterator.epoch, iterator.isNewEpoch, iterator.epochDetail]).toEqual([1, true, 1.2]);
  });

  test('takes an order of its own', () => {
    const iterator = new SerialIterator(numbers(3), 3, { orderSampler: (n, epoch) => [epoch % n, 2, 1] });
    expect([iterator.next(), iterator.next()]).toEqual([
      [0, 2, 1],
      [1, 2, 1],
    ]);
  });
});

describe('PrefetchIterator', () => {
  test('gives the batches of a serial one, and goes on exactly with batches under way', async () => {
    const options = { seed: 4, nPrefetch: 3 };
    const serial = new SerialIterator(numbers(7), 3, options);
    const expected = Array.from({ length: 9 }, () => serial.next());
    const late = { length: 7, get: async (i: number) => i };
    const iterator = new PrefetchIterator(late, 3, options);
    const drawn: number[][] = [];
    for (let k = 0; k < 4; k++) {
      await iterator.prepare();
      drawn.push(iterator.next());
    }
    await iterator.prepare(); // ready, and more on their way
    const resumed = new PrefetchIterator(late, 3, options);
    loadState(resumed, await saveState(iterator));
    for (let k = 4; k < 9; k++) {
      await resumed.prepare();
      drawn.push(resumed.next());
    }
    expect(drawn).toEqual(expected);
    expect(resumed.epochDetail).toBe(serial.epochDetail);
  });

  test('fetches while the caller computes', async () => {
    const asked: number[] = [];
    const iterator = new PrefetchIterator({ length: 6, get: async (i: number) => asked.push(i) && i }, 2, {
      shuffle: false,
      nPrefetch: 1,
    });
    await iterator.prepare();
    iterator.next();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('names the example that failed or did not arrive', async () => {
    const failing = { length: 2, get: (i: number) => (i === 1 ? Promise.reject(new Error('no file')) : i) };
    await expect(new PrefetchIterator(failing, 2, { shuffle: false }).prepare()).rejects.toThrow(
      'PrefetchIterator: example 1 failed: no file',
    );
    const never = { length: 1, get: () => new Promise<number>(() => {}) };
    await expect(new PrefetchIterator(never, 1, { timeout: 0.02 }).prepare()).rejects.toThrow(
      'example 0 did not arrive within 0.02 s',
    );
    expect(() => new PrefetchIterator(never, 1).next()).toThrow('call `await prepare()` before next()');
  });
});

describe('WorkerDataset', () => {
  const start = () => new Worker(new URL('./loader.worker.mjs', import.meta.url));

  test('gets examples from several workers, and tells of those that fail', async () => {
    const dataset = new WorkerDataset<number>(20, start, { workers: 2 });
    expect(await Promise.all([1, 2, 3].map((i) => dataset.get(i)))).toEqual([10, 20, 30]);
    await expect(dataset.get(13)).rejects.toThrow('unlucky');
    await expect(dataset.get(14)).rejects.toThrow('the worker ended with status 3');
    expect(await Promise.all([4, 5].map((i) => dataset.get(i)))).toEqual([40, 50]); // the dead one was replaced
    dataset.dispose();
    dataset.dispose();
    await expect(dataset.get(1)).rejects.toThrow('disposed');
  });

  test('serveDataset answers requests', async () => {
    const sent: unknown[] = [];
    let receive: (...values: unknown[]) => void = () => {};
    serveDataset(
      {
        postMessage: (message) => sent.push(message),
        on: (type, listener) => {
          if (type === 'message') receive = listener;
        },
      },
      { length: 2, get: (i) => (i === 0 ? 'zero' : Promise.reject(new Error('none'))) },
    );
    receive({ id: 7, index: 0 });
    receive({ id: 8, index: 1 });
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual([
      { id: 7, example: 'zero' },
      { id: 8, error: 'none' },
    ]);
  });
});

describe('concatExamples', () => {
  beforeAll(() => setBackend(createReferenceBackend()));
  const read = async (t: { shape: readonly number[]; dtype: string; toArray(): Promise<ArrayLike<number>> }) => [
    t.dtype,
    t.shape,
    Array.from(await t.toArray()),
  ];

  test('stacks arrays, tuples and objects', async () => {
    expect(await read(concatExamples([Float32Array.of(1, 2), Float32Array.of(3, 4)]))).toEqual([
      'float32',
      [2, 2],
      [1, 2, 3, 4],
    ]);
    const [x, t] = concatExamples(
      [
        [Float32Array.of(1), 5],
        [Float32Array.of(2), 6],
      ],
      { dtype: ['float32', 'int32'] },
    );
    expect([await read(x), await read(t)]).toEqual([
      ['float32', [2, 1], [1, 2]],
      ['int32', [2], [5, 6]],
    ]);
    const { label } = concatExamples([{ label: 1 }, { label: 2 }], { dtype: 'int32' });
    expect(await read(label)).toEqual(['int32', [2], [1, 2]]);
  });

  test('fills shorter arrays up', async () => {
    const ragged = [
      { shape: [1, 2], data: Float32Array.of(1, 2) },
      { shape: [2, 1], data: Float32Array.of(3, 4) },
    ];
    expect(await read(concatExamples(ragged, { padding: -1 }))).toEqual([
      'float32',
      [2, 2, 2],
      [1, 2, -1, -1, 3, -1, 4, -1],
    ]);
    expect(() => concatExamples(ragged)).toThrow('one shape (or a padding), but they are (1, 2) and (2, 1)');
    expect(() => concatExamples([])).toThrow('the batch is empty');
  });
});
