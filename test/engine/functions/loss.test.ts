import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { distinct, type HostArray, uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const exactly = (shape: number[], data: number[]): HostArray => ({ shape, data: Float64Array.from(data) as never });
const probabilities = values([2, 3], [0.2, 0.3, 0.5, 0.1, 0.6, 0.3]);
const log = Math.log;

const checks: Record<string, FunctionCheck> = {
  meanAbsoluteError: {
    inputs: [values([2, 2], [1, 2, 3, 4]), values([2, 2], [0, 4, 3.5, 4.5])],
    actual: F.meanAbsoluteError,
    expected: exactly([], [1]),
  },
  meanSquaredError: {
    inputs: [values([4], [1, 2, 3, 4]), values([4], [0, 4, 3.5, 4.5])],
    actual: F.meanSquaredError,
    expected: exactly([], [5.5 / 4]),
  },
  charbonnier: {
    inputs: [uniform([2, 3, 4]), uniform([2, 3, 4])],
    actual: (x, t) => F.charbonnier(x, t, { eps: 0.5 }), // wide enough for finite differences
    expected: ([x, t]) => Math.hypot(x - t, 0.5),
  },
  'charbonnier of scalars': {
    inputs: [values([], [3]), values([], [0])],
    actual: (x, t) => F.charbonnier(x, t, { eps: 4 }),
    expected: exactly([], [5]),
  },
  huberLoss: {
    inputs: [values([2, 2], [1, 2, 0.25, 0]), values([2, 2], [0, 5, 0, 0.125])],
    actual: (x, t) => F.huberLoss(x, t, 0.5),
    expected: exactly([2], [0.375 + 1.375, 0.03125 + 0.0078125]),
  },
  'huberLoss, not reduced': {
    inputs: [distinct([5]), values([5], [0.03, 0.13, -0.17, 0.01, 0.2])],
    actual: (x, t) => F.huberLoss(x, t, 0.3, { reduce: 'no' }),
    expected: ([x, t]) => {
      const a = Math.abs(x - t);
      return a <= 0.3 ? a ** 2 / 2 : 0.3 * (a - 0.15);
    },
  },
  'softmaxCrossEntropy of probabilities’ logarithms': {
    inputs: [values([2, 3], Array.from(probabilities.data, log)), values([2], [2, 1], 'int32')],
    actual: (x, t) => F.softmaxCrossEntropy(x, t),
    expected: exactly([], [-(log(0.5) + log(0.6)) / 2]),
  },
  'softmaxCrossEntropy, all ignored': {
    inputs: [uniform([2, 3]), values([2], [-1, -1], 'int32')],
    actual: (x, t) => F.softmaxCrossEntropy(x, t),
    expected: exactly([], [0]),
  },
  'softmaxCrossEntropy, not reduced, ignoring a label in range': {
    inputs: [values([2, 3], Array.from(probabilities.data, log)), values([2], [0, 1], 'int32')],
    actual: (x, t) => F.softmaxCrossEntropy(x, t, { reduce: 'no', ignoreLabel: 0, classWeight: [1, 2, 3] }),
    expected: exactly([2], [0, -2 * log(0.6)]),
  },
  'softmaxCrossEntropy of maps, by batch size': {
    inputs: [uniform([2, 3, 2, 1]), values([2, 2, 1], [0, 1, -1, 2], 'int32')],
    actual: (x, t) => F.softmaxCrossEntropy(x, t, { normalize: false }),
  },
  'softmaxCrossEntropy against soft targets': {
    inputs: [uniform([2, 3]), probabilities],
    constants: [1],
    actual: (x, t) => [
      F.softmaxCrossEntropy(x, t),
      F.softmaxCrossEntropy(x, t, { softTargetLoss: 'kl-divergence', reduce: 'no' }),
    ],
  },
  sigmoidCrossEntropy: {
    inputs: [values([2, 2], [0, 1, -2, 3]), values([2, 2], [1, 0, -1, 1], 'int32')],
    actual: (x, t) => [
      F.sigmoidCrossEntropy(x, t),
      F.sigmoidCrossEntropy(x, t, { normalize: false }),
      F.sigmoidCrossEntropy(x, t, { reduce: 'no' }),
    ],
    expected: (() => {
      const terms = [log(2), Math.log1p(Math.E), 0, Math.log1p(Math.exp(-3))];
      const total = terms.reduce((a, b) => a + b);
      return [exactly([], [total / 3]), exactly([], [total / 2]), exactly([2, 2], terms)];
    })(),
  },
  accuracy: {
    inputs: [values([3, 2], [1, 2, 4, 3, 0, 9]), values([3], [1, 0, 0], 'int32')],
    actual: (y, t) => [F.accuracy(y, t), F.accuracy(y, t, { ignoreLabel: 1 })],
    expected: [exactly([], [2 / 3]), exactly([], [1 / 2])],
    order: 0,
  },
};

describe.each(backends)('loss on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

describe('messages', () => {
  const zeros = (...shape: number[]) => Tensor.zeros(shape);

  test('name both shapes when they differ', () => {
    expect(() => F.charbonnier(zeros(2, 3), zeros(2, 4))).toThrow(
      'charbonnier: x and t need one shape, but x is (2, 3) and t is (2, 4)',
    );
    expect(() => F.meanSquaredError(zeros(2, 3), zeros(3))).toThrow(
      'meanSquaredError: x and t need one shape, but x is (2, 3) and t is (3,)',
    );
    expect(() => F.softmaxCrossEntropy(zeros(2, 3), [0, 1, 2])).toThrow(
      'softmaxCrossEntropy: expected x (N, C, …) and int32 labels (N, …) or float32 probabilities (N, C, …), but x is (2, 3), t is (3,)',
    );
    expect(() => F.sigmoidCrossEntropy(zeros(2), zeros(2))).toThrow(
      "sigmoidCrossEntropy: expected int32 t of x's shape (it is float32), but x is (2,), t is (2,)",
    );
  });
});
