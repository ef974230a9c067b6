import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const positive = (shape: number[]) => uniform(shape, 0.5, 2);
const loose = { forward: { atol: 1e-4, rtol: 1e-4 }, backward: { atol: 1e-3, rtol: 1e-3 } };

const checks: Record<string, FunctionCheck> = {
  'batchNormalization of maps': {
    inputs: [uniform([3, 4, 2, 3]), positive([4]), uniform([4])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
    ...loose,
  },
  'batchNormalization of rows': {
    inputs: [uniform([5, 3]), positive([3]), uniform([3])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
    ...loose,
  },
  'batchNormalization over chosen axes': {
    inputs: [uniform([3, 2, 4]), positive([3, 4]), uniform([3, 4])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta, { axis: [1], eps: 0.1 }),
    ...loose,
  },
  'batchNormalization of one element a channel gives beta': {
    inputs: [uniform([1, 3]), positive([3]), uniform([3])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
    expected: ([, , beta]) => beta,
    order: 0,
  },
  fixedBatchNormalization: {
    inputs: [uniform([2, 3, 2]), positive([3]), uniform([3]), uniform([3]), positive([3])],
    actual: (x, gamma, beta, mean, variance) => F.fixedBatchNormalization(x, gamma, beta, mean, variance),
    ...loose,
  },
  groupNormalization: {
    inputs: [uniform([2, 4, 3, 2]), positive([4]), uniform([4])],
    actual: (x, gamma, beta) => F.groupNormalization(x, 2, gamma, beta),
    ...loose,
  },
  layerNormalization: {
    inputs: [uniform([3, 5]), positive([5]), uniform([5])],
    actual: (x, gamma, beta) => F.layerNormalization(x, gamma, beta),
    ...loose,
  },
};

describe.each(backends)('normalization on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

test('messages name the shapes', () => {
  const zeros = (...shape: number[]) => Tensor.zeros(shape);
  expect(() => F.batchNormalization(zeros(2, 3, 4), zeros(4), zeros(4))).toThrow(
    "batchNormalization: expected gamma with x's axes other than 0, 2, but x is (2, 3, 4), gamma is (4,)",
  );
  expect(() => F.groupNormalization(zeros(2, 3, 4), 2, zeros(3), zeros(3))).toThrow(
    'groupNormalization: expected x (N, C, …) with C divisible by groups = 2, but x is (2, 3, 4)',
  );
  expect(() => F.layerNormalization(zeros(2, 3, 4), zeros(4), zeros(4))).toThrow(
    'layerNormalization: expected x (N, D)',
  );
});
