import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { type HostArray, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

/** Scores whose largest is at the given classes. */
const calling = (classes: number[], count: number): HostArray =>
  values(
    [classes.length, count],
    classes.flatMap((c) => Array.from({ length: count }, (_, i) => (i === c ? 1 : 0))),
  );
const labels = (...list: number[]): HostArray => values([list.length], list, 'int32');

// Called 0, 0, 1, 2, 1; true 0, 1, 1, 2, ignored.
const called = calling([0, 0, 1, 2, 1], 3);
const truth = labels(0, 1, 1, 2, -1);

const checks: Record<string, FunctionCheck> = {
  binaryAccuracy: {
    inputs: [values([5], [-1, 0, 2, -3, 4]), labels(0, 1, 0, 1, -1)],
    actual: F.binaryAccuracy,
    expected: values([], [0.5]),
    order: 0,
  },
  classificationSummary: {
    inputs: [called, truth],
    actual: (y, t) => {
      const { precision, recall, fbeta, support } = F.classificationSummary(y, t, { beta: 2 });
      return [precision, recall, fbeta, support];
    },
    expected: [
      values([3], [0.5, 1, 1]),
      values([3], [1, 0.5, 1]),
      { shape: [3], data: Float64Array.of((5 * 0.5) / (4 * 0.5 + 1), (5 * 0.5) / (4 + 0.5), 1) as never },
      values([3], [1, 2, 1]),
    ],
    order: 0,
  },
  'precision, recall and f1Score': {
    inputs: [called, truth],
    actual: (y, t) => [...F.precision(y, t), ...F.recall(y, t), ...F.f1Score(y, t)],
    expected: [
      values([3], [0.5, 1, 1]),
      values([3], [1, 2, 1]),
      values([3], [1, 0.5, 1]),
      values([3], [1, 2, 1]),
      { shape: [3], data: Float64Array.of(2 / 3, 2 / 3, 1) as never },
      values([3], [1, 2, 1]),
    ],
    order: 0,
  },
  r2Score: {
    inputs: [values([3, 2], [1, 5, 2, 5, 4, 5]), values([3, 2], [1, 4, 2, 4, 3, 4])],
    actual: (y, t) => [F.r2Score(y, t, { multioutput: 'rawValues' }), F.r2Score(y, t)],
    expected: [values([2], [0.5, 0]), values([], [0.25])], // the second column has no spread
    order: 0,
  },
};

describe.each(backends)('evaluation on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

test('messages name the shapes', () => {
  expect(() => F.binaryAccuracy(Tensor.zeros([2]), [1, 0, 1])).toThrow(
    'binaryAccuracy: y and t need one shape, but y is (2,) and t is (3,)',
  );
});
