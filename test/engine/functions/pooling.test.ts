import { describe, expect, test } from 'vitest';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { distinct, uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const count = (...shape: number[]) =>
  values(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
  );

const checks: Record<string, FunctionCheck> = {
  maxPooling1D: {
    inputs: [distinct([1, 2, 7])],
    actual: (x) => F.maxPooling1D(x, 3, { stride: 2, pad: 1 }),
  },
  'maxPoolingND over three axes': { inputs: [distinct([1, 2, 4, 3, 5])], actual: (x) => F.maxPoolingND(x, 2) },
  'maxPooling3D, floor': {
    inputs: [distinct([1, 1, 5, 3, 3])],
    actual: (x) => F.maxPooling3D(x, [2, 1, 3], { coverAll: false }),
  },
  averagePooling1D: {
    inputs: [values([1, 1, 4], [1, 2, 3, 4])],
    actual: (x) => [F.averagePooling1D(x, 2), F.averagePooling1D(x, 2, { pad: 1, padValue: null })],
    expected: [values([1, 1, 2], [1.5, 3.5]), values([1, 1, 3], [1, 2.5, 4])],
  },
  averagePooling3D: { inputs: [uniform([1, 2, 4, 4, 3])], actual: (x) => F.averagePooling3D(x, 2, { pad: 1 }) },
  'unpooling1D, 3D and ND': {
    inputs: [uniform([1, 2, 3]), uniform([1, 1, 2, 2, 1])],
    actual: (x, y) => [
      F.unpooling1D(x, 2, { coverAll: false }),
      F.unpooling3D(y, 2, { coverAll: false }),
      F.unpoolingND(y, 3, { stride: 2, outsize: [5, 4, 3] }),
    ],
  },
  spatialPyramidPooling2D: { inputs: [distinct([2, 2, 5, 7])], actual: (x) => F.spatialPyramidPooling2D(x, 3) },
  'maxPooling2D rounds up': {
    inputs: [count(1, 1, 3, 3)],
    actual: (x) => [F.maxPooling2D(x, 2), F.maxPooling2D(x, 2, { coverAll: false })],
    expected: [values([1, 1, 2, 2], [4, 5, 7, 8]), values([1, 1, 1, 1], [4])],
  },
  'maxPooling2D, overlapping and padded': {
    inputs: [distinct([2, 4, 5, 6])],
    actual: (x) => F.maxPooling2D(x, [3, 2], { stride: [2, 1], pad: [1, 0] }),
  },
  'maxPooling2D of negative pixels ignores the padding': {
    inputs: [values([1, 1, 1, 2], [-3, -2])],
    actual: (x) => F.maxPooling2D(x, 3, { stride: 1, pad: 1 }),
    expected: values([1, 1, 1, 2], [-2, -2]),
  },
  'maxPooling2D and back': {
    inputs: [distinct([1, 2, 4, 4])],
    actual: (x) => {
      const { y, indices } = F.maxPooling2DWithIndices(x, 2);
      return F.upsampling2D(y, indices, 4);
    },
  },
  averagePooling2D: {
    inputs: [count(1, 1, 2, 5)],
    actual: (x) => [F.averagePooling2D(x, 2), F.averagePooling2D(x, 2, { stride: 3, pad: 1 })],
    expected: [values([1, 1, 1, 2], [3, 5]), values([1, 1, 1, 2], [0, 1.25])],
  },
  'averagePooling2D of several maps': {
    inputs: [uniform([2, 4, 5, 4])],
    actual: (x) => F.averagePooling2D(x, 3, { stride: 2, pad: 1 }),
  },
  unpooling2D: {
    inputs: [count(1, 1, 1, 2)],
    actual: (x) => [
      F.unpooling2D(x, 2),
      F.unpooling2D(x, 2, { coverAll: false }),
      F.unpooling2D(x, 2, { stride: 1, coverAll: false }),
      F.unpooling2D(x, 2, { outsize: [2, 3] }),
    ],
    expected: [
      values([1, 1, 1, 3], [0, 0, 1]),
      values([1, 1, 2, 4], [0, 0, 1, 1, 0, 0, 1, 1]),
      values([1, 1, 2, 3], [0, 1, 1, 0, 1, 1]),
      values([1, 1, 2, 3], [0, 0, 1, 0, 0, 1]),
    ],
  },
  upsampleNearest: { inputs: [uniform([2, 4, 2, 3])], actual: (x) => F.upsampleNearest(x, [2, 3]) },
};

describe.each(backends)('pooling on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

test('messages give sizes', () => {
  const x = Tensor.zeros([1, 1, 2, 2]);
  expect(() => F.averagePooling2D(x, 3)).toThrow(
    'averagePooling2D: a window of 3×3 does not fit into 2×2 padded by 0×0',
  );
  expect(() => F.unpooling2D(x, 2, { outsize: 9 })).toThrow(
    'unpooling2D: expected an outsize whose windows are 2×2, but 9×9 gives 5×5',
  );
  expect(() => F.upsampling2D(x, Tensor.zeros([1, 1, 2, 3], 'int32'), 4)).toThrow(
    'upsampling2D: x and indices need one shape, but x is (1, 1, 2, 2) and indices is (1, 1, 2, 3)',
  );
});
