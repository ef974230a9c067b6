import { describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { expectClose } from '../reference/expectClose.js';
import { uniform } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const positive = (shape: number[]) => uniform(shape, 0.5, 2);
const loose = { forward: { atol: 1e-4, rtol: 1e-4 }, backward: { atol: 1e-3, rtol: 1e-3 } };

const checks: Record<string, FunctionCheck> = {
  normalize: {
    inputs: [uniform([2, 3, 2])],
    actual: (x) => F.normalize(x),
    ...loose,
  },
  'normalize a row of zeros': {
    inputs: [{ shape: [2, 2], data: Float32Array.of(0, 0, 3, 4) }],
    actual: (x) => F.normalize(x, { eps: 1e-6 }),
    order: 0,
    expected: ([x]) => x / (5 + 1e-6),
  },
  'localResponseNormalization of an even width': {
    inputs: [uniform([2, 5, 2])],
    actual: (x) => F.localResponseNormalization(x, { n: 4, alpha: 0.3 }),
  },
  'fixedBatchRenormalization is fixedBatchNormalization': {
    inputs: [uniform([2, 3]), positive([3]), uniform([3]), uniform([3]), positive([3])],
    constants: [3, 4],
    actual: (x, g, b, m, v) => F.fixedBatchRenormalization(x, g, b, m, v),
    expected: ([x, g, b, m, v]) => ((x - m) / Math.sqrt(v + 2e-5)) * g + b,
    ...loose,
  },
  'batchNormalization of maps': {
    inputs: [uniform([3, 4, 2, 3]), positive([4]), uniform([4])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
    ...loose,
  },
  'batchNormalization of maps, then ReLU': {
    inputs: [uniform([3, 4, 2, 3]), positive([4]), uniform([4])],
    actual: (x, gamma, beta) => F.batchNormalization(x, gamma, beta, { relu: true }),
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

describe.each(backends)('batchRenormalization on $name', (backend) => {
  const statistics = () => ({ runningMean: Tensor.of([0.5, -1]), runningVar: Tensor.of([2, 0.5]) });

  test('with rmax 1 and dmax 0 it is batch normalisation', async () => {
    setBackend(await backend.create());
    const input = Tensor.from(uniform([4, 2]).data, [4, 2]);
    const renormal = F.batchRenormalization(input, [1, 2], [0, 1], 1, 0, statistics());
    expectClose('y', await renormal.toArray(), await F.batchNormalization(input, [1, 2], [0, 1]).toArray());
  });

  test('without limits it is normalisation by the running statistics, which it then follows', async () => {
    setBackend(await backend.create());
    const input = Tensor.from(uniform([4, 2], 0, 2).data, [4, 2]);
    const running = statistics();
    const expected = await F.fixedBatchNormalization(
      input,
      [1, 2],
      [0, 1],
      running.runningMean,
      running.runningVar,
    ).toArray();
    const y = F.batchRenormalization(input, [1, 2], [0, 1], 1e6, 1e6, running);
    expectClose('y', await y.toArray(), expected, { atol: 1e-4, rtol: 1e-4 });
    const moved = await running.runningMean.toArray();
    const mean = (await input.sum(0).toArray())[0] / 4;
    expect(moved[0]).toBeCloseTo(0.9 * 0.5 + 0.1 * mean, 5);
  });

  test('passes gradients with r and d held constant', async () => {
    setBackend(await backend.create());
    const input = new Variable(Tensor.from(uniform([4, 2], 0, 2).data, [4, 2]));
    const gradients = async (y: Variable) => {
      input.cleargrad();
      F.sum(F.mul(y, Tensor.from(Float32Array.of(1, 2, -1, 0.5, 3, 1, 2, -2), [4, 2]))).backward();
      return Array.from((await input.grad?.toArray()) ?? []);
    };
    // Running statistics of mean 0 and variance σ²/4 make r = 2 where it is not limited.
    const variance = F.sub(F.mean(F.square(input), { axis: 0 }), F.square(F.mean(input, { axis: 0 })));
    const runningVar = variance.data.mul(0.25).sub(2e-5);
    const doubled = F.batchRenormalization(input, [1, 1], [0, 0], 5, 5, { runningMean: Tensor.zeros([2]), runningVar });
    const got = await gradients(doubled);
    const plain = await gradients(F.batchNormalization(input, [1, 1], [0, 0]));
    expectClose(
      'gradient',
      got,
      plain.map((g) => 2 * g),
      { atol: 1e-2, rtol: 1e-2 },
    );
  });
});
