import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { distinct, type HostArray, uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const positive = (shape: number[]) => uniform(shape, 0.2, 3);
const exactly = (shape: number[], data: number[]): HostArray => ({ shape, data: Float64Array.from(data) as never });
const x23 = distinct([2, 3]);
const of = (x: HostArray, ...at: number[]) => at.map((i) => x.data[i]);
const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);

const checks: Record<string, FunctionCheck> = {
  affine: { inputs: [uniform([5])], actual: (x) => F.affine(x, 3, -1), expected: ([x]) => 3 * x - 1 },
  sumTo: {
    inputs: [values([2, 2], [1, 2, 3, 4])],
    actual: (x) => [F.sumTo(x, [2]), F.sumTo(x, [2, 1])],
    expected: [values([2], [4, 6]), values([2, 1], [3, 7])],
  },
  tan: { inputs: [uniform([5])], actual: F.tan, expected: ([x]) => Math.tan(x) },
  arcsin: { inputs: [uniform([5], -0.9, 0.9)], actual: F.arcsin, expected: ([x]) => Math.asin(x) },
  arccos: { inputs: [uniform([5], -0.9, 0.9)], actual: F.arccos, expected: ([x]) => Math.acos(x) },
  arctan: { inputs: [uniform([5], -3, 3)], actual: F.arctan, expected: ([x]) => Math.atan(x) },
  'arctan2, broadcast': {
    inputs: [uniform([3, 1]), positive([2])],
    actual: F.arctan2,
    expected: ([y, x]) => Math.atan2(y, x),
  },
  sinh: { inputs: [uniform([5])], actual: F.sinh, expected: ([x]) => Math.sinh(x) },
  cosh: { inputs: [uniform([5])], actual: F.cosh, expected: ([x]) => Math.cosh(x) },
  erf: { inputs: [uniform([3])], actual: F.erf },
  log2: { inputs: [positive([5])], actual: F.log2, expected: ([x]) => Math.log2(x) },
  log10: { inputs: [positive([5])], actual: F.log10, expected: ([x]) => Math.log10(x) },
  fix: { inputs: [uniform([9], -4, 4)], actual: F.fix, expected: ([x]) => Math.trunc(x), order: 0 },
  fmod: { inputs: [uniform([9], -4, 4), values([1], [1.5])], actual: F.fmod, expected: ([x, y]) => x % y },
  identity: { inputs: [uniform([2]), uniform([3])], actual: (a, b) => F.identity(a, b) },
  linearInterpolate: {
    inputs: [uniform([2, 3]), uniform([2, 3]), uniform([2, 3])],
    actual: F.linearInterpolate,
    expected: ([p, x, y]) => p * x + (1 - p) * y,
  },
  batchL2NormSquared: {
    inputs: [values([2, 2, 1], [1, 2, 3, 4])],
    actual: F.batchL2NormSquared,
    expected: values([2], [5, 25]),
  },
  squaredDifference: {
    inputs: [uniform([3]), uniform([3])],
    actual: F.squaredDifference,
    expected: ([a, b]) => (a - b) ** 2,
  },
  'batchMatmul, columns': {
    inputs: [uniform([3, 4, 2]), uniform([3, 4])],
    actual: (a, b) => F.batchMatmul(a, b, { transA: true }),
  },
  'cumsum of all': {
    inputs: [values([2, 2], [1, 2, 3, 4])],
    actual: (x) => F.cumsum(x),
    expected: values([4], [1, 3, 6, 10]),
  },
  'cumsum along an axis': { inputs: [uniform([2, 4, 3])], actual: (x) => F.cumsum(x, -2) },
  'cumprod of all, with a zero': {
    inputs: [values([2, 3], [1, 2, 3, 4, 0, 6])],
    actual: (x) => F.cumprod(x),
    expected: values([6], [1, 2, 6, 24, 0, 0]),
  },
  'prod of all, with a zero': {
    inputs: [values([2, 3], [1, 2, 3, 4, 0, 6])],
    actual: (x) => [F.prod(x), F.prod(x, { axis: 0, keepdims: true })],
    expected: [values([], [0]), values([1, 3], [4, 0, 18])],
  },
  'prod of nothing': {
    inputs: [values([0, 2], [])],
    actual: (x) => F.prod(x, { axis: 0 }),
    expected: values([2], [1, 1]),
    order: 0,
  },
  'inv and det of one matrix': {
    inputs: [values([2, 2], [0, 2, 1, 3])],
    actual: (a) => [F.inv(a), F.det(a)],
    expected: [values([2, 2], [-1.5, 1, 0.5, 0]), values([], [-2])],
  },
  'batchInv needs pivots': {
    inputs: [values([2, 2, 2], [0, 1, 1, 0, 1e-4, 1, 1, 1])],
    actual: F.batchInv,
    forward: { atol: 1e-4, rtol: 1e-3 },
  },
  'batchDet of a singular matrix is 0': {
    inputs: [values([1, 3, 3], [1, 2, 3, 2, 4, 6, 1, 0, 1])],
    actual: F.batchDet,
    expected: values([1], [0]),
    order: 0,
  },
  cholesky: {
    inputs: [values([2, 2], [4, 2, 2, 5])],
    actual: F.cholesky,
    expected: values([2, 2], [2, 0, 1, 2]),
    order: 0, // finite differences would leave the symmetric matrices; PyTorch's gradient is among the goldens
  },
  tensordot: {
    inputs: [uniform([2, 3, 4]), uniform([3, 4, 5])],
    actual: (a, b) => F.tensordot(a, b),
  },
  'einsum: product, trace, transpose, outer product, broadcast': {
    inputs: [values([2, 2], [1, 2, 3, 4]), values([2, 2], [5, 6, 7, 8])],
    actual: (a, b) => [
      F.einsum('ij,jk', a, b),
      F.einsum('ii', a),
      F.einsum('ba', a),
      F.einsum('ij,kl->ikjl', a, b),
      F.einsum('...i,...i->...', a, b),
      F.einsum('ij->', a),
    ],
    expected: [
      values([2, 2], [19, 22, 43, 50]),
      values([], [5]),
      values([2, 2], [1, 3, 2, 4]),
      values([2, 2, 2, 2], [5, 6, 10, 12, 7, 8, 14, 16, 15, 18, 20, 24, 21, 24, 28, 32]),
      values([2], [17, 53]),
      values([], [10]),
    ],
  },
  'add, broadcast': { inputs: [uniform([2, 3, 4]), uniform([3, 1])], actual: F.add, expected: ([a, b]) => a + b },
  'sub, broadcast': { inputs: [uniform([3]), uniform([2, 1])], actual: F.sub, expected: ([a, b]) => a - b },
  'mul, broadcast': { inputs: [uniform([2, 3, 4]), uniform([1, 4])], actual: F.mul, expected: ([a, b]) => a * b },
  'div, broadcast': { inputs: [uniform([2, 3]), positive([3])], actual: F.div, expected: ([a, b]) => a / b },
  'pow of two': { inputs: [positive([2, 3]), uniform([3])], actual: F.pow, expected: ([a, b]) => a ** b },
  'pow by a number': { inputs: [positive([5])], actual: (x) => F.pow(x, 2.5), expected: ([x]) => x ** 2.5 },
  'numbers on either side': {
    inputs: [positive([4])],
    actual: (x) => F.add(F.div(2, x), F.sub(1, F.mul(3, x))),
    expected: ([x]) => 2 / x + 1 - 3 * x,
  },
  neg: { inputs: [uniform([])], actual: F.neg, expected: ([x]) => -x },
  exp: { inputs: [uniform([2, 3])], actual: F.exp, expected: ([x]) => Math.exp(x) },
  expm1: { inputs: [uniform([5])], actual: F.expm1, expected: ([x]) => Math.expm1(x) },
  log: { inputs: [positive([5])], actual: F.log, expected: ([x]) => Math.log(x) },
  log1p: { inputs: [positive([5])], actual: F.log1p, expected: ([x]) => Math.log1p(x) },
  sqrt: { inputs: [positive([5])], actual: F.sqrt, expected: ([x]) => Math.sqrt(x) },
  rsqrt: { inputs: [positive([5])], actual: F.rsqrt, expected: ([x]) => 1 / Math.sqrt(x) },
  square: { inputs: [uniform([5])], actual: F.square, expected: ([x]) => x * x },
  abs: { inputs: [distinct([6])], actual: F.abs, expected: ([x]) => Math.abs(x) },
  sin: { inputs: [uniform([5], -3, 3)], actual: F.sin, expected: ([x]) => Math.sin(x) },
  cos: { inputs: [uniform([5], -3, 3)], actual: F.cos, expected: ([x]) => Math.cos(x) },
  'sign, floor and ceil': {
    inputs: [values([4], [-1.5, 0.25, 0, 2.75])],
    actual: (x) => [F.sign(x), F.floor(x), F.ceil(x)],
    expected: [exactly([4], [-1, 1, 0, 1]), exactly([4], [-2, 0, 0, 2]), exactly([4], [-1, 1, 0, 3])],
    order: 0,
  },
  'sum of all': { inputs: [x23], actual: (x) => F.sum(x), expected: exactly([], [sum(Array.from(x23.data))]) },
  'sum along an axis': {
    inputs: [x23],
    actual: (x) => [F.sum(x, { axis: 0 }), F.sum(x, { axis: -1, keepdims: true })],
    expected: [
      exactly(
        [3],
        [0, 1, 2].map((i) => sum(of(x23, i, i + 3))),
      ),
      exactly([2, 1], [sum(of(x23, 0, 1, 2)), sum(of(x23, 3, 4, 5))]),
    ],
  },
  'sum over an empty axis': {
    inputs: [uniform([2, 0])],
    actual: (x) => F.sum(x, { axis: 1 }),
    expected: exactly([2], [0, 0]),
  },
  'mean and weighted average': {
    inputs: [x23, positive([3])],
    actual: (x, weights) => [F.mean(x, { axis: 1 }), F.average(x, { axis: 1, weights })],
  },
  'max and min': {
    inputs: [x23],
    actual: (x) => [F.max(x), F.max(x, { axis: 1 }), F.min(x, { axis: 0, keepdims: true })],
    expected: [
      exactly([], [Math.max(...x23.data)]),
      exactly([2], [Math.max(...of(x23, 0, 1, 2)), Math.max(...of(x23, 3, 4, 5))]),
      exactly(
        [1, 3],
        [0, 1, 2].map((i) => Math.min(...of(x23, i, i + 3))),
      ),
    ],
  },
  'argmax and argmin': {
    inputs: [values([2, 3], [1, 5, 5, 0, -1, -1])],
    actual: (x) => [F.argmax(x, 1), F.argmin(x, 1), F.argmax(x)],
    expected: [values([2], [1, 0], 'int32'), values([2], [0, 1], 'int32'), values([], [1], 'int32')],
    order: 0,
  },
  'maximum and minimum, broadcast': {
    inputs: [distinct([2, 3]), values([3], [0.01, -0.4, 0.4])],
    actual: (a, b) => [F.maximum(a, b), F.minimum(a, b), F.maximum(a, 0.1), F.minimum(0.1, a)],
  },
  clip: {
    inputs: [distinct([8])],
    actual: (x) => F.clip(x, -0.5, 0.3),
    expected: ([x]) => Math.min(Math.max(x, -0.5), 0.3),
  },
  comparisons: {
    inputs: [values([3], [1, 2, 3]), values([3], [2, 2, 2])],
    actual: (a, b) => [
      F.greater(a, b),
      F.greaterEqual(a, b),
      F.less(a, b),
      F.lessEqual(a, b),
      F.equal(a, b),
      F.notEqual(a, 2),
    ],
    expected: [
      [0, 0, 1],
      [0, 1, 1],
      [1, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 1],
    ].map((list) => exactly([3], list)),
    order: 0,
  },
  'logsumexp of all': {
    inputs: [x23],
    actual: (x) => F.logsumexp(x),
    expected: exactly([], [Math.log(sum(Array.from(x23.data, Math.exp)))]),
  },
  'logsumexp along an axis': {
    inputs: [uniform([2, 3, 2])],
    actual: (x) => F.logsumexp(x, { axis: 1 }),
  },
  'bias and scale': {
    inputs: [uniform([2, 3, 2]), uniform([3])],
    actual: (x, y) => [F.bias(x, y), F.scale(x, y)],
  },
  'matmul of vectors': {
    inputs: [values([3], [1, 2, 3]), values([3], [4, 5, 6])],
    actual: (a, b) => F.matmul(a, b),
    expected: exactly([], [32]),
  },
  'matmul of matrix and vector': {
    inputs: [values([2, 2], [1, 2, 3, 4]), values([2], [5, 6])],
    actual: (a, b) => [F.matmul(a, b), F.matmul(b, a), F.matmul(a, b, { transA: true })],
    expected: [exactly([2], [17, 39]), exactly([2], [23, 34]), exactly([2], [23, 34])],
  },
  'matmul, leading axes broadcast': {
    inputs: [uniform([2, 1, 3, 4]), uniform([5, 4, 2])],
    actual: (a, b) => F.matmul(a, b),
  },
};
for (const transA of [false, true])
  for (const transB of [false, true])
    checks[`matmul, transA ${transA}, transB ${transB}`] = {
      inputs: [uniform(transA ? [4, 3] : [3, 4]), uniform(transB ? [5, 4] : [4, 5])],
      actual: (a, b) => F.matmul(a, b, { transA, transB }),
    };

describe.each(backends)('math on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

describe('messages', () => {
  const zeros = (...shape: number[]) => Tensor.zeros(shape);

  test('name function and shapes', () => {
    expect(() => F.matmul(zeros(2, 3), zeros(2, 4))).toThrow(
      'matmul: expected (…, M, K) and (…, K, N), but a is (2, 3) and b is (2, 4)',
    );
    expect(() => F.add(zeros(2, 3), zeros(2, 4))).toThrow('add: shapes (2, 3) and (2, 4) do not broadcast together');
    expect(() => F.sum(zeros(2, 3), { axis: 2 })).toThrow('sum: axis 2 is out of range for 2 dimensions');
    expect(() => F.bias(zeros(2, 3), zeros(2))).toThrow(
      "bias: expected y with x's axes from axis 1 on, but x is (2, 3), y is (2,)",
    );
  });
});

describe('at kinks', () => {
  test('ties: max sends the full gradient to each, maximum to the first; abs and clip as Chainer', async () => {
    const { Variable } = await import('../../../src/engine/core/variable.js');
    const gradient = async (list: number[], f: (x: InstanceType<typeof Variable>) => InstanceType<typeof Variable>) => {
      const x = new Variable(Tensor.of(list));
      F.sum(f(x)).backward();
      return Array.from((await x.grad?.toArray()) ?? []);
    };
    expect(await gradient([1, 3, 3], (x) => F.max(x))).toEqual([0, 1, 1]);
    expect(await gradient([1, 2], (x) => F.maximum(x, [1, 2]))).toEqual([1, 1]);
    expect(await gradient([1, 2], (x) => F.maximum([1, 2], x))).toEqual([0, 0]);
    expect(await gradient([0], (x) => F.abs(x))).toEqual([0]);
    expect(await gradient([-1, 0, 1], (x) => F.clip(x, -1, 1))).toEqual([1, 1, 1]);
    expect(await gradient([0, 20], (x) => F.clippedRelu(x))).toEqual([0, 0]);
    expect(await gradient([0], (x) => F.relu(x))).toEqual([0]);
  });
});
