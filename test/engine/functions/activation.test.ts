import { describe, expect, test } from 'vitest';
import { usingConfig } from '../../../src/engine/core/config.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const away = (shape: number[]) => {
  // Away from 0, where these functions have their kinks.
  const x = uniform(shape, -2, 2);
  return { shape, data: Float32Array.from(x.data, (v) => (Math.abs(v) < 0.05 ? v + 0.1 : v)) };
};

/** softmax along axis 1 of (n, c, s), row-major. */
function softmaxOf(data: ArrayLike<number>, [n, c, s]: [number, number, number]): number[] {
  return Array.from({ length: n * c * s }, (_, flat) => {
    const row = Math.floor(flat / (c * s)) * c * s + (flat % s);
    let sum = 0;
    for (let k = 0; k < c; k++) sum += Math.exp(data[row + k * s]);
    return Math.exp(data[flat]) / sum;
  });
}

const scores = uniform([2, 5, 3], -2, 2);
const softmax = softmaxOf(scores.data, [2, 5, 3]);
const exactly = (shape: number[], data: number[]) => ({ shape, data: Float64Array.from(data) as never });

const checks: Record<string, FunctionCheck> = {
  relu6: { inputs: [uniform([9], -3, 9)], actual: F.relu6, expected: ([x]) => Math.min(Math.max(x, 0), 6) },
  hardSigmoid: {
    inputs: [uniform([9], -4, 4)],
    actual: F.hardSigmoid,
    expected: ([x]) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
  },
  'swish with a beta for each channel': {
    inputs: [uniform([2, 3, 2]), uniform([3])],
    actual: (x, beta) => F.swish(x, beta),
  },
  swish: { inputs: [uniform([7])], actual: (x) => F.swish(x, 1.5), expected: ([x]) => x / (1 + Math.exp(-1.5 * x)) },
  crelu: { inputs: [values([1, 2], [3, -4])], actual: (x) => F.crelu(x), expected: values([1, 4], [3, 0, 0, 4]) },
  selu: { inputs: [away([2, 5])], actual: (x) => F.selu(x) },
  maxout: {
    inputs: [values([1, 6], [1, 5, 2, 3, 9, 8])],
    actual: (x) => F.maxout(x, 3),
    expected: values([1, 2], [5, 9]),
  },
  rrelu: { inputs: [away([3, 4])], actual: (x) => F.rrelu(x) },
  'rrelu in use takes the mean slope': {
    inputs: [away([3, 4])],
    actual: (x) => usingConfig({ train: false }, () => F.rrelu(x)),
    expected: ([x]) => (x >= 0 ? x : (x * (1 / 8 + 1 / 3)) / 2),
  },
  relu: { inputs: [away([2, 3, 4])], actual: F.relu, expected: ([x]) => Math.max(x, 0) },
  leakyRelu: { inputs: [away([2, 3, 4])], actual: (x) => F.leakyRelu(x), expected: ([x]) => (x >= 0 ? x : 0.2 * x) },
  'leakyRelu with slope −0.5': {
    inputs: [away([7])],
    actual: (x) => F.leakyRelu(x, { slope: -0.5 }),
    expected: ([x]) => (x >= 0 ? x : -0.5 * x),
  },
  elu: {
    inputs: [away([2, 3, 4])],
    actual: (x) => F.elu(x, { alpha: 1.5 }),
    expected: ([x]) => (x >= 0 ? x : 1.5 * Math.expm1(x)),
  },
  sigmoid: { inputs: [uniform([2, 3, 4], -3, 3)], actual: F.sigmoid, expected: ([x]) => 1 / (1 + Math.exp(-x)) },
  tanh: { inputs: [uniform([], -3, 3)], actual: F.tanh, expected: ([x]) => Math.tanh(x) },
  softplus: {
    inputs: [uniform([5, 1], -3, 3)],
    actual: (x) => F.softplus(x, { beta: 2 }),
    expected: ([x]) => Math.log1p(Math.exp(2 * x)) / 2,
  },
  clippedRelu: {
    inputs: [away([3, 5])],
    actual: (x) => F.clippedRelu(x, { z: 1 }),
    expected: ([x]) => Math.min(Math.max(x, 0), 1),
  },
  'softmax along axis 1': {
    inputs: [scores],
    actual: (x) => F.softmax(x),
    expected: exactly([2, 5, 3], softmax),
  },
  'softmax along the last axis': { inputs: [uniform([2, 2, 4])], actual: (x) => F.softmax(x, { axis: -1 }) },
  logSoftmax: {
    inputs: [scores],
    actual: (x) => F.logSoftmax(x),
    expected: exactly([2, 5, 3], softmax.map(Math.log)),
  },
  prelu: {
    inputs: [away([2, 3, 4]), uniform([3])],
    actual: (x, w) => F.prelu(x, w),
  },
};

describe.each(backends)('activation on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));

  test('huge scores do not overflow', async () => {
    await checkFunction(backend, {
      inputs: [values([1, 3], [1e4, 1e4 - 1, -1e4])],
      actual: (x) => [F.softmax(x), F.logSoftmax(x)],
      expected: [
        exactly([1, 3], [1 / (1 + Math.exp(-1)), 1 / (1 + Math.E), 0]),
        exactly([1, 3], [-Math.log1p(Math.exp(-1)), -1 - Math.log1p(Math.exp(-1)), -2e4 - Math.log1p(Math.exp(-1))]),
      ],
      order: 0,
    });
  });
});

test('prelu names both shapes when they do not fit', () => {
  expect(() => F.prelu([[1, 2, 3]], [1, 2])).toThrow(
    "prelu: expected w with x's axes from axis 1 on, but x is (1, 3), w is (2,)",
  );
});
