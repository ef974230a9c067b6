import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

/** 0, 1, 2, … in a shape. */
const count = (...shape: number[]) =>
  values(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  );
const range = (n: number, start = 0) => Array.from({ length: n }, (_, i) => start + i);

const checks: Record<string, FunctionCheck> = {
  swapaxes: {
    inputs: [values([2, 2], [1, 2, 3, 4])],
    actual: (x) => F.swapaxes(x, 0, -1),
    expected: values([2, 2], [1, 3, 2, 4]),
  },
  moveaxis: { inputs: [uniform([2, 3, 4])], actual: (x) => [F.moveaxis(x, 0, -1), F.moveaxis(x, [0, 1], [-1, 0])] },
  rollaxis: {
    inputs: [uniform([2, 3, 4])],
    actual: (x) => [F.rollaxis(x, 2), F.rollaxis(x, 0, 3), F.rollaxis(x, 1, 0)],
  },
  'hstack, vstack and dstack': {
    inputs: [values([2], [1, 2]), values([2], [3, 4])],
    actual: (a, b) => [F.hstack([a, b]), F.vstack([a, b]), F.dstack([a, b])],
    expected: [values([4], [1, 2, 3, 4]), values([2, 2], [1, 2, 3, 4]), values([1, 2, 2], [1, 3, 2, 4])],
  },
  'hstack and dstack of matrices': {
    inputs: [values([1, 2], [1, 2]), values([1, 2], [3, 4])],
    actual: (a, b) => [F.hstack([a, b]), F.dstack([a, b])],
    expected: [values([1, 4], [1, 2, 3, 4]), values([1, 2, 2], [1, 3, 2, 4])],
  },
  broadcast: { inputs: [uniform([2, 1]), uniform([3])], actual: (a, b) => F.broadcast(a, b) },
  'fliplr and flipud': {
    inputs: [values([2, 2], [1, 2, 3, 4])],
    actual: (x) => [F.fliplr(x), F.flipud(x)],
    expected: [values([2, 2], [2, 1, 4, 3]), values([2, 2], [3, 4, 1, 2])],
  },
  diagonal: {
    inputs: [values([2, 3], [1, 2, 3, 4, 5, 6])],
    actual: (x) => [F.diagonal(x), F.diagonal(x, { offset: 1 }), F.diagonal(x, { offset: -1 })],
    expected: [values([2], [1, 5]), values([2], [2, 6]), values([1], [4])],
  },
  'diagonal of many': { inputs: [uniform([3, 2, 3])], actual: (x) => F.diagonal(x, { axis1: 0, axis2: 2 }) },
  'asStrided, overlapping': {
    inputs: [values([4], [1, 2, 3, 4])],
    actual: (x) => F.asStrided(x, [3, 2], [1, 1]),
    expected: values([3, 2], [1, 2, 2, 3, 3, 4]),
  },
  'asStrided backwards': {
    inputs: [values([2, 2], [1, 2, 3, 4])],
    actual: (x) => F.asStrided(x, [2, 2], [-2, 1], 2),
    expected: values([2, 2], [3, 4, 1, 2]),
  },
  permutate: {
    inputs: [values([3], [1, 2, 3])],
    actual: (x) => [F.permutate(x, [2, 0, 1]), F.permutate(x, [2, 0, 1], { inv: true })],
    expected: [values([3], [3, 1, 2]), values([3], [2, 3, 1])],
  },
  scatterAdd: {
    inputs: [values([3, 1], [1, 2, 3]), values([2], [2, 2], 'int32'), values([2, 1], [10, 20])],
    actual: F.scatterAdd,
    expected: values([3, 1], [1, 2, 33]),
  },
  'im2col, coverAll': { inputs: [uniform([1, 2, 4, 5])], actual: (x) => F.im2col(x, 2, { stride: 3, coverAll: true }) },
  padSequence: {
    inputs: [values([2], [1, 2]), values([1], [3])],
    actual: (a, b) => F.padSequence([a, b], { length: 3, padding: -1 }),
    expected: values([2, 3], [1, 2, -1, 3, -1, -1]),
  },
  transposeSequence: {
    inputs: [values([3], [1, 2, 3]), values([1], [4])],
    actual: (a, b) => F.transposeSequence([a, b]),
    expected: [values([2], [1, 4]), values([1], [2]), values([1], [3])],
  },
  'transposeSequence twice': {
    inputs: [uniform([3, 2]), uniform([2, 2]), uniform([1, 2])],
    actual: (...xs) => F.transposeSequence(F.transposeSequence(xs)),
  },
  'pad by symmetry and wrapping, wider than the array': {
    inputs: [values([3], [1, 2, 3])],
    actual: (x) => [
      F.pad(x, [[4, 1]], { mode: 'symmetric' }),
      F.pad(x, [[2, 5]], { mode: 'wrap' }),
      F.pad(x, [[3, 3]], { mode: 'reflect' }),
      F.pad(x, [[1, 2]], { mode: 'edge' }),
    ],
    expected: [
      values([8], [3, 3, 2, 1, 1, 2, 3, 3]),
      values([10], [2, 3, 1, 2, 3, 1, 2, 3, 1, 2]),
      values([9], [2, 3, 2, 1, 2, 3, 2, 1, 2]),
      values([6], [1, 1, 2, 3, 3, 3]),
    ],
  },
  'spatialTransformerGrid of the identity': {
    inputs: [values([1, 2, 3], [1, 0, 0, 0, 1, 0])],
    actual: (theta) => F.spatialTransformerGrid(theta, [1, 3]),
    expected: values([1, 2, 1, 3], [-1, 0, 1, 0, 0, 0]),
  },
  spatialTransformerSampler: {
    inputs: [uniform([2, 2, 4, 3]), uniform([2, 2, 2, 3], -0.95, 0.95)],
    actual: F.spatialTransformerSampler,
  },
  reshape: { inputs: [count(2, 6)], actual: (x) => F.reshape(x, [3, -1]), expected: count(3, 4) },
  flatten: { inputs: [count(2, 1, 3)], actual: F.flatten, expected: count(6) },
  expandDims: {
    inputs: [count(2, 3)],
    actual: (x) => [F.expandDims(x, 1), F.expandDims(x, -1)],
    expected: [count(2, 1, 3), count(2, 3, 1)],
  },
  squeeze: {
    inputs: [count(1, 2, 1, 3)],
    actual: (x) => [F.squeeze(x), F.squeeze(x, 0), F.squeeze(x, [0, -2])],
    expected: [count(2, 3), count(2, 1, 3), count(2, 3)],
  },
  transpose: {
    inputs: [count(2, 3)],
    actual: (x) => F.transpose(x),
    expected: values([3, 2], [0, 3, 1, 4, 2, 5]),
  },
  'transpose of chosen axes': {
    inputs: [count(2, 3, 2)],
    actual: (x) => F.transpose(x, [1, -1, 0]),
    expected: values([3, 2, 2], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]),
  },
  concat: {
    inputs: [count(2, 2), count(2, 1)],
    actual: (a, b) => [F.concat([a, b]), F.concat([a, a], 0)],
    expected: [values([2, 3], [0, 1, 0, 2, 3, 1]), values([4, 2], [0, 1, 2, 3, 0, 1, 2, 3])],
  },
  'concat of maps': {
    inputs: [uniform([2, 4, 2, 3]), uniform([2, 3, 2, 3]), uniform([2, 8, 2, 3])],
    actual: (a, b, c) => F.concat([a, b, c]),
  },
  stack: {
    inputs: [count(2), values([2], [5, 6])],
    actual: (a, b) => [F.stack([a, b]), F.stack([a, b], 1)],
    expected: [values([2, 2], [0, 1, 5, 6]), values([2, 2], [0, 5, 1, 6])],
  },
  splitAxis: {
    inputs: [count(2, 4)],
    actual: (x) => [...F.splitAxis(x, 2, 1), ...F.splitAxis(x, [1, 3], 1)],
    expected: [
      values([2, 2], [0, 1, 4, 5]),
      values([2, 2], [2, 3, 6, 7]),
      values([2, 1], [0, 4]),
      values([2, 2], [1, 2, 5, 6]),
      values([2, 1], [3, 7]),
    ],
  },
  separate: {
    inputs: [count(2, 2)],
    actual: (x) => F.separate(x, 1),
    expected: [values([2], [0, 2]), values([2], [1, 3])],
  },
  broadcastTo: {
    inputs: [count(3, 1)],
    actual: (x) => F.broadcastTo(x, [2, 3, 2]),
    expected: values([2, 3, 2], [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2]),
  },
  pad: {
    inputs: [count(2, 2)],
    actual: (x) => [
      F.pad(x, 1),
      F.pad(x, [
        [0, 0],
        [2, 1],
      ]),
      F.pad(x, [1, 0], { constantValue: 7 }),
    ],
    expected: [
      values([4, 4], [0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 3, 0, 0, 0, 0, 0]),
      values([2, 5], [0, 0, 0, 1, 0, 0, 0, 2, 3, 0]),
      values([3, 3], [7, 7, 7, 7, 0, 1, 7, 2, 3]),
    ],
  },
  slice: {
    inputs: [count(2, 4)],
    actual: (x) => [F.slice(x, 1, 1, 2), F.slice(x, 0, 1, 1), F.slice(x, 1, 4, 0)],
    expected: [values([2, 2], [1, 2, 5, 6]), values([1, 4], range(4, 4)), values([2, 0], [])],
  },
  getItem: {
    inputs: [count(2, 3, 4)],
    actual: (x) => [
      F.getItem(x, [1]),
      F.getItem(x, ['...', -1]),
      F.getItem(x, [{}, { step: -2 }, { start: 1, stop: 3 }]),
      F.getItem(x, [0, null, 1, { start: -2 }]),
      F.getItem(x, [{ start: 5 }]),
    ],
    expected: [
      values([3, 4], range(12, 12)),
      values([2, 3], [3, 7, 11, 15, 19, 23]),
      values([2, 2, 2], [9, 10, 1, 2, 21, 22, 13, 14]),
      values([1, 2], [6, 7]),
      values([0, 3, 4], []),
    ],
  },
  flip: {
    inputs: [count(2, 3)],
    actual: (x) => [F.flip(x, 1), F.flip(x, [0, 1])],
    expected: [values([2, 3], [2, 1, 0, 5, 4, 3]), values([2, 3], [5, 4, 3, 2, 1, 0])],
  },
  'where, broadcast': {
    inputs: [values([2, 1], [0, 3], 'int32'), uniform([2, 3]), uniform([3])],
    actual: (c, a, b) => F.where(c, a, b),
    expected: ([c, a, b]) => (c ? a : b),
  },
  'where with a number': {
    inputs: [values([3], [0, 1, 0]), uniform([3])],
    constants: [0],
    actual: (c, a) => F.where(c, a, -1),
    expected: ([c, a]) => (c ? a : -1),
  },
  cast: {
    inputs: [values([3], [1.7, -1.7, 0.2])],
    actual: (x) => [F.cast(x, 'int32'), F.cast(F.cast(x, 'int32'), 'float32'), F.cast(x, 'float32')],
    expected: [values([3], [1, -1, 0], 'int32'), values([3], [1, -1, 0]), values([3], [1.7, -1.7, 0.2])],
    order: 0,
  },
  copy: { inputs: [count(2, 3)], actual: F.copy, expected: count(2, 3) },
  'depth2space in block-major order': {
    inputs: [count(1, 8, 1, 1)],
    actual: (x) => F.depth2space(x, 2),
    expected: values([1, 2, 2, 2], [0, 2, 4, 6, 1, 3, 5, 7]),
  },
  'space2depth in block-major order': {
    inputs: [count(1, 1, 2, 4)],
    actual: (x) => F.space2depth(x, 2),
    expected: values([1, 4, 1, 2], [0, 2, 1, 3, 4, 6, 5, 7]),
  },
  'depth2space and back': {
    inputs: [uniform([2, 18, 2, 3])],
    actual: (x) => F.space2depth(F.depth2space(x, 3), 3),
    expected: ([x]) => x,
  },
  selectItem: {
    inputs: [count(3, 4), values([3], [2, 0, 3], 'int32')],
    actual: F.selectItem,
    expected: values([3], [2, 4, 11]),
  },
  take: {
    inputs: [count(3, 2), values([2, 2], [2, 0, 2, 2], 'int32')],
    actual: (x, i) => [F.take(x, i), F.take(x, [1, 0], 1)],
    expected: [values([2, 2, 2], [4, 5, 0, 1, 4, 5, 4, 5]), values([3, 2], [1, 0, 3, 2, 5, 4])],
  },
  tile: {
    inputs: [count(1, 2)],
    actual: (x) => [F.tile(x, 2), F.tile(x, [2, 1, 2])],
    expected: [values([1, 4], [0, 1, 0, 1]), values([2, 1, 4], [0, 1, 0, 1, 0, 1, 0, 1])],
  },
  repeat: {
    inputs: [count(2, 2)],
    actual: (x) => [F.repeat(x, 2, 1), F.repeat(x, 2, 0)],
    expected: [values([2, 4], [0, 0, 1, 1, 2, 2, 3, 3]), values([4, 2], [0, 1, 0, 1, 2, 3, 2, 3])],
  },
  'resizeImages, nearest': {
    inputs: [count(1, 1, 2, 3)],
    actual: (x) => [
      F.resizeImages(x, [4, 6], { mode: 'nearest' }),
      F.resizeImages(x, [3, 2], { mode: 'nearest' }),
      F.resizeImages(x, 1, { mode: 'nearest' }),
    ],
    expected: [
      values([1, 1, 4, 6], [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 3, 4, 4, 5, 5]),
      values([1, 1, 3, 2], [0, 1, 0, 1, 3, 4]),
      values([1, 1, 1, 1], [0]),
    ],
  },
  'resizeImages, corners aligned': {
    inputs: [count(1, 1, 1, 2)],
    actual: (x) => F.resizeImages(x, [1, 3]),
    expected: values([1, 1, 1, 3], [0, 0.5, 1]),
  },
  'resizeImages, corners not aligned': {
    inputs: [count(1, 1, 1, 2)],
    actual: (x) => F.resizeImages(x, [1, 4], { alignCorners: false }),
    expected: values([1, 1, 1, 4], [0, 0.25, 0.75, 1]),
  },
  'resizeImages of several maps': {
    inputs: [uniform([2, 5, 4, 3])],
    actual: (x) => [F.resizeImages(x, [7, 2]), F.resizeImages(x, [3, 5], { alignCorners: false })],
  },
};

describe.each(backends)('array on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

describe('messages', () => {
  const zeros = (...shape: number[]) => Tensor.zeros(shape);

  test('name function, expectation and shapes', () => {
    expect(() => F.reshape(zeros(2, 3), [4, -1])).toThrow('reshape: (2, 3) has 6 elements and does not fit (4, -1)');
    expect(() => F.concat([zeros(2, 3), zeros(3, 3)])).toThrow(
      'concat: shapes must agree but for axis 1, but they are (2, 3), (3, 3)',
    );
    expect(() => F.splitAxis(zeros(2, 3), 2, 1)).toThrow(
      'splitAxis: expected axis 1 to divide into 2 parts, but x is (2, 3)',
    );
    expect(() => F.transpose(zeros(2, 3), [0, 0])).toThrow(
      'transpose: expected axes (0, 0) to name each axis once, but x is (2, 3)',
    );
    expect(() => F.getItem(zeros(2, 3), [2])).toThrow('getItem: position 2 lies outside axis 0, but x is (2, 3)');
    expect(() => F.slice(zeros(2, 3), 1, 2, 2)).toThrow('slice: expected 2 … 4 within axis 1, but x is (2, 3)');
    expect(() => F.depth2space(zeros(1, 6, 2, 2), 2)).toThrow(
      'depth2space: expected (N, C, H, W) with C divisible by 4, but x is (1, 6, 2, 2)',
    );
    expect(() => F.stack([zeros(2), zeros(3)])).toThrow(
      'stack: array 0 and array 1 need one shape, but array 0 is (2,) and array 1 is (3,)',
    );
    expect(() => F.squeeze(zeros(2, 3), 0)).toThrow('squeeze: expected length 1 along axes 0, but x is (2, 3)');
    expect(() => F.pad(zeros(2, 3), [[1, 1]])).toThrow('pad: expected [before, after] ≥ 0 for each axis');
    expect(() => F.broadcastTo(zeros(2, 3), [2, 4])).toThrow('(2, 3)');
  });

  test('labels of another dtype are refused', () => {
    expect(() => F.take(zeros(2, 3), zeros(2))).toThrow('take: expected int32 indices, but they are float32 (2,)');
  });
});
