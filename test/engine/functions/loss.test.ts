import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asLabels } from '../../../src/engine/functions/asLabels.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { distinct, type HostArray, uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const exactly = (shape: number[], data: number[]): HostArray => ({ shape, data: Float64Array.from(data) as never });
const probabilities = values([2, 3], [0.2, 0.3, 0.5, 0.1, 0.6, 0.3]);
const log = Math.log;

const checks: Record<string, FunctionCheck> = {
  absoluteError: {
    inputs: [uniform([2, 3]), uniform([2, 3])],
    actual: F.absoluteError,
    expected: ([x, t]) => Math.abs(x - t),
  },
  squaredError: {
    inputs: [uniform([2, 3]), uniform([2, 3])],
    actual: F.squaredError,
    expected: ([x, t]) => (x - t) ** 2,
  },
  gaussianKLDivergence: {
    inputs: [uniform([2, 3]), uniform([2, 3])],
    actual: (m, l) => F.gaussianKLDivergence(m, l, { reduce: 'no' }),
    expected: ([m, l]) => (m * m + Math.exp(l) - l - 1) / 2,
  },
  'gaussianNLL, mean': {
    inputs: [values([2], [1, 2]), values([2], [0, 2]), values([2], [0, 0])],
    actual: (x, m, l) => F.gaussianNLL(x, m, l, { reduce: 'mean' }),
    expected: exactly([], [Math.log(2 * Math.PI) / 2 + 0.25]),
  },
  bernoulliNLL: {
    inputs: [uniform([3], 0, 1), uniform([3])],
    actual: (x, y) => F.bernoulliNLL(x, y, { reduce: 'no' }),
    expected: ([x, y]) => Math.log(1 + Math.exp(y)) - x * y,
  },
  contrastive: {
    inputs: [values([2, 2], [0, 0, 0, 0]), values([2, 2], [0.3, 0.4, 0.3, 0.4]), values([2], [1, 0], 'int32')],
    actual: (a, b, y) => [F.contrastive(a, b, y, { reduce: 'no' }), F.contrastive(a, b, y)],
    expected: [exactly([2], [0.125, 0.125]), exactly([], [0.125])],
  },
  triplet: {
    inputs: [values([2, 1], [0, 0]), values([2, 1], [1, 0.1]), values([2, 1], [0.5, 2])],
    actual: (a, p, n) => F.triplet(a, p, n, { reduce: 'no' }),
    expected: exactly([2], [0.95, 0]),
  },
  hinge: {
    inputs: [values([1, 3], [0.5, -2, 3]), values([1], [0], 'int32')],
    actual: (x, t) => [F.hinge(x, t), F.hinge(x, t, { reduce: 'no' })],
    expected: [exactly([], [4.5]), exactly([1, 3], [0.5, 0, 4])],
  },
  'connectionistTemporalClassification: two ways to spell "a" in two steps': {
    // a-, -a, aa of probabilities ½ each, and no way to spell "aa", which needs a blank between
    inputs: [uniform([1, 2], 0, 0), uniform([1, 2], 0, 0), values([1, 1], [1], 'int32')],
    actual: (x, y, t) => F.connectionistTemporalClassification([x, y], t, 0),
    expected: exactly([], [-Math.log(3 / 4)]),
  },
  'connectionistTemporalClassification, lengths': {
    inputs: [uniform([2, 4]), uniform([2, 4]), uniform([2, 4]), values([2, 2], [1, 2, 3, -1], 'int32')],
    actual: (x, y, z, t) =>
      F.connectionistTemporalClassification([x, y, z], t, 0, { inputLength: [3, 2], labelLength: [2, 1] }),
  },
  'crf1d of sequences of three lengths': {
    inputs: [
      uniform([3, 3]),
      uniform([3, 3]),
      uniform([2, 3]),
      uniform([1, 3]),
      values([3], [0, 1, 2], 'int32'),
      values([2], [2, 1], 'int32'),
      values([1], [0], 'int32'),
    ],
    actual: (cost, a, b, c, ya, yb, yc) => [
      F.crf1d(cost, [a, b, c], [ya, yb, yc]),
      F.crf1d(cost, [a, b, c], [ya, yb, yc], { reduce: 'no' }),
    ],
  },
  'crf1d of one step is softmax cross-entropy': {
    inputs: [uniform([2, 2]), values([1, 2], [Math.log(3), 0])],
    actual: (cost, x) => F.crf1d(cost, [x], [asLabels([0])]),
    expected: exactly([], [-Math.log(3 / 4)]),
  },
  'argmaxCrf1d: transitions decide': {
    // staying costs nothing, moving −10: a weak first score outweighs a strong second
    inputs: [values([2, 2], [0, -10, -10, 0]), values([2, 2], [1, 0, 0, 5]), values([1, 2], [0, 0.5])],
    actual: (cost, a, b) => {
      const [score, path] = F.argmaxCrf1d(cost, [a, b]);
      return [score, ...path];
    },
    expected: [values([2], [1, 5]), values([2], [0, 1], 'int32'), values([1], [0], 'int32')],
    order: 0,
  },
  negativeSampling: {
    inputs: [uniform([3, 2]), values([3], [0, -1, 2], 'int32'), uniform([4, 2])],
    actual: (x, t, w) => {
      const sampler = () => Int32Array.of(1, 3, 0, 0, 2, 1);
      return [F.negativeSampling(x, t, w, sampler, 2), F.negativeSampling(x, t, w, sampler, 2, { reduce: 'no' })];
    },
  },
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
      'softmaxCrossEntropy: expected x (N, C, …) and int32 labels (N, …) or float32 probabilities (N, C, …), but x is float32 (2, 3), t is int32 (3,)',
    );
    expect(() => F.softmaxCrossEntropy(zeros(2, 3), zeros(2))).toThrow('t is float32 (2,)');
    expect(() => F.sigmoidCrossEntropy(zeros(2), zeros(2))).toThrow(
      "sigmoidCrossEntropy: expected int32 t of x's shape, but x is float32 (2,), t is float32 (2,)",
    );
  });
});
