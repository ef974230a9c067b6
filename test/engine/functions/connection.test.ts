import { describe, expect, test } from 'vitest';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import * as F from '../../../src/engine/functions/index.js';
import { backends } from '../backends.js';
import { uniform, values } from '../reference/hostArray.js';
import { checkFunction, type FunctionCheck } from './checkFunction.js';

const conv = (x: number[], w: number[], options: F.Convolution2DOptions, bias = true): FunctionCheck => ({
  inputs: [uniform(x), uniform(w), ...(bias ? [uniform([w[0]])] : [])],
  actual: (vx, vw, b) => F.convolution2D(vx, vw, b ?? null, options),
  forward: { atol: 2e-5, rtol: 1e-4 },
  backward: { atol: 1e-3, rtol: 1e-3 },
});

const deconv = (x: number[], w: number[], options: F.Deconvolution2DOptions, bias = true): FunctionCheck => ({
  inputs: [uniform(x), uniform(w), ...(bias ? [uniform([w[1] * (options.groups ?? 1)])] : [])],
  actual: (vx, vw, b) => F.deconvolution2D(vx, vw, b ?? null, options),
  forward: { atol: 2e-5, rtol: 1e-4 },
  backward: { atol: 1e-3, rtol: 1e-3 },
});

const checks: Record<string, FunctionCheck> = {
  convolution1D: {
    inputs: [uniform([2, 4, 7]), uniform([6, 2, 3]), uniform([6])],
    actual: (x, w, b) => F.convolution1D(x, w, b, { stride: 2, pad: 1, groups: 2 }),
  },
  convolution3D: {
    inputs: [uniform([1, 2, 3, 4, 3]), uniform([2, 2, 2, 2, 3]), uniform([2])],
    actual: (x, w, b) => F.convolution3D(x, w, b, { stride: [1, 2, 1], pad: [1, 0, 1], coverAll: true }),
    forward: { atol: 2e-5, rtol: 1e-4 },
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  'convolutionND over four axes': {
    inputs: [uniform([1, 2, 3, 2, 3, 2]), uniform([1, 2, 2, 1, 2, 2])],
    actual: (x, w) => F.convolutionND(x, w),
  },
  deconvolution1D: {
    inputs: [uniform([2, 4, 3]), uniform([4, 2, 4]), uniform([2])],
    actual: (x, w, b) => F.deconvolution1D(x, w, b, { stride: 2, pad: 1 }),
  },
  deconvolution3D: {
    inputs: [uniform([1, 2, 2, 3, 2]), uniform([2, 3, 2, 3, 2]), uniform([3])],
    actual: (x, w, b) => F.deconvolution3D(x, w, b, { stride: [2, 1, 2], pad: [0, 1, 0], outsize: [5, 3, 4] }),
    forward: { atol: 2e-5, rtol: 1e-4 },
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  'deconvolutionND over four axes': {
    inputs: [uniform([1, 2, 2, 1, 2, 2]), uniform([2, 1, 2, 2, 1, 2])],
    actual: (x, w) => F.deconvolutionND(x, w, null, { stride: 2 }),
  },
  depthwiseConvolution2D: {
    inputs: [values([1, 2, 1, 1], [2, 3]), values([2, 2, 1, 1], [1, 10, 100, 1000])],
    actual: (x, w) => F.depthwiseConvolution2D(x, w),
    expected: values([1, 4, 1, 1], [2, 200, 30, 3000]),
  },
  dilatedConvolution2D: {
    inputs: [uniform([1, 2, 6, 5]), uniform([3, 2, 3, 2])],
    actual: (x, w) => F.dilatedConvolution2D(x, w, null, { dilate: 2 }),
  },
  localConvolution2D: {
    inputs: [uniform([2, 2, 4, 3]), uniform([3, 2, 2, 2, 2, 1]), uniform([3, 2, 2])],
    actual: (x, w, b) => F.localConvolution2D(x, w, b, { stride: [2, 2] }),
  },
  shift: { inputs: [uniform([1, 11, 3, 4])], actual: (x) => F.shift(x, { ksize: 3, dilate: [2, 1] }) },
  'shift by hand': {
    inputs: [values([1, 4, 1, 3], [1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5, 6])],
    actual: (x) => F.shift(x, { ksize: [1, 3] }),
    expected: values([1, 4, 1, 3], [0, 1, 2, 1, 2, 3, 2, 3, 0, 4, 5, 6]),
  },
  'deformableConvolution2DSampler without offsets is a convolution': {
    inputs: [uniform([1, 2, 4, 4]), uniform([1, 8, 3, 3], 0, 0), uniform([2, 2, 2, 2])],
    constants: [1],
    actual: (x, offset, w) => F.sub(F.deformableConvolution2DSampler(x, offset, w), F.convolution2D(x, w)),
    expected: values([1, 2, 3, 3], new Array(18).fill(0)),
  },
  'deformableConvolution2DSampler between pixels': {
    inputs: [uniform([1, 2, 4, 4]), uniform([1, 8, 3, 3], 0.1, 0.9), uniform([3, 2, 2, 2]), uniform([3])],
    actual: (x, offset, w, b) => F.deformableConvolution2DSampler(x, offset, w, b, { stride: 2, pad: 1 }),
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  'scaledDotProductAttention sees what the mask shows': {
    inputs: [uniform([2, 2, 3]), uniform([2, 4, 3]), uniform([2, 4, 2]), values([2, 4], [1, 0, 0, 0, 1, 1, 0, 1])],
    constants: [3],
    actual: (q, k, v, mask) => F.scaledDotProductAttention(q, k, v, { mask }),
  },
  'convolution2D 3×3': conv([2, 3, 5, 4], [4, 3, 3, 3], { pad: 1 }),
  'convolution2D 3×3 on blocks of channels': conv([1, 4, 6, 7], [8, 4, 3, 3], { pad: 1 }),
  'convolution2D of the positive part, plus a residual': {
    inputs: [uniform([1, 4, 6, 7]), uniform([8, 4, 3, 3]), uniform([8]), uniform([1, 8, 6, 7])],
    actual: (x, w, b, residual) => F.convolution2D(x, w, b, { pad: 1, reluInput: true, residual }),
    forward: { atol: 2e-5, rtol: 1e-4 },
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  'convolution2D of the positive part on tiles, plus a residual': {
    inputs: [uniform([1, 8, 8, 8]), uniform([8, 8, 3, 3]), uniform([1, 8, 8, 8])],
    actual: (x, w, residual) => F.convolution2D(x, w, null, { pad: 1, reluInput: true, residual }),
    forward: { atol: 2e-5, rtol: 1e-4 },
    backward: { atol: 2e-3, rtol: 2e-3 },
  },
  'convolution2D of the positive part, stride 2': {
    inputs: [uniform([1, 4, 6, 6]), uniform([4, 4, 4, 4]), uniform([4])],
    actual: (x, w, b) => F.convolution2D(x, w, b, { stride: 2, pad: 1, reluInput: true }),
    forward: { atol: 2e-5, rtol: 1e-4 },
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  'convolution2D 4×4 stride 2': conv([1, 4, 6, 6], [4, 4, 4, 4], { stride: 2, pad: 1 }),
  'convolution2D that leaves pixels out': conv([1, 2, 6, 5], [3, 2, 3, 2], { stride: [2, 3] }, false),
  'convolution2D coverAll': conv([1, 2, 6, 5], [3, 2, 3, 2], { stride: [2, 3], coverAll: true }),
  'convolution2D stride above kernel': conv([1, 2, 5, 7], [3, 2, 2, 1], { stride: 3 }, false),
  'convolution2D dilated': conv([1, 2, 7, 6], [3, 2, 3, 2], { dilate: [2, 3], pad: [1, 0] }),
  'convolution2D grouped': conv([2, 4, 3, 4], [6, 2, 3, 3], { groups: 2, pad: 1 }),
  'convolution2D 1×1': conv([2, 8, 3, 1], [4, 8, 1, 1], {}),
  'deconvolution2D 4×4 stride 2': deconv([1, 4, 3, 3], [4, 4, 4, 4], { stride: 2, pad: 1 }),
  'deconvolution2D with outsize': deconv([1, 2, 3, 3], [2, 3, 3, 3], { stride: 2, pad: 1, outsize: 6 }),
  'deconvolution2D grouped': deconv([1, 4, 3, 2], [4, 2, 3, 3], { groups: 2, stride: [1, 2] }, false),
  'deconvolution2D dilated': deconv([1, 2, 3, 3], [2, 3, 2, 2], { dilate: 2 }),
  'convolution2D by hand': {
    inputs: [values([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]), values([1, 1, 2, 2], [1, 0, 0, 10])],
    actual: (x, w) => F.convolution2D(x, w),
    expected: values([1, 1, 1, 2], [51, 62]), // not flipped
  },
  'deconvolution2D by hand': {
    inputs: [values([1, 1, 1, 2], [1, 2]), values([1, 1, 1, 2], [1, 10])],
    actual: (x, w) => F.deconvolution2D(x, w),
    expected: values([1, 1, 1, 3], [1, 12, 20]),
  },
  linear: {
    inputs: [values([2, 2], [1, 2, 3, 4]), values([1, 2], [10, 1]), values([1], [0.5])],
    actual: (x, w, b) => F.linear(x, w, b),
    expected: values([2, 1], [12.5, 34.5]),
  },
  'linear flattens': { inputs: [uniform([2, 3, 2]), uniform([4, 6])], actual: (x, w) => F.linear(x, w) },
  'linear with two batch axes': {
    inputs: [uniform([2, 3, 2]), uniform([4, 2]), uniform([4])],
    actual: (x, w, b) => F.linear(x, w, b, { nBatchAxes: 2 }),
  },
  'embedId ignores a label': {
    inputs: [values([2, 2], [1, -1, 0, 1], 'int32'), values([3, 2], [1, 2, 3, 4, 5, 6])],
    actual: (i, w) => F.embedId(i, w, { ignoreLabel: -1 }),
    expected: values([2, 2, 2], [3, 4, 0, 0, 1, 2, 3, 4]),
  },
};

describe.each(backends)('connection on $name', (backend) => {
  test.each(Object.entries(checks))('%s', (_name, check) => checkFunction(backend, check));
});

describe('messages', () => {
  const zeros = (...shape: number[]) => Tensor.zeros(shape);

  test('name function, expectation and shapes', () => {
    expect(() => F.convolution2D(zeros(1, 3, 4, 4), zeros(5, 2, 3, 3))).toThrow(
      'convolution2D: expected x.shape[1] = w.shape[1]·1 and w.shape[0] divisible by groups = 1, but x is (1, 3, 4, 4), w is (5, 2, 3, 3)',
    );
    expect(() => F.convolution2D(zeros(1, 3, 2, 2), zeros(5, 3, 5, 5))).toThrow(
      'convolution2D: a window of 5×5 does not fit into 2×2 padded by 0×0',
    );
    expect(() => F.deconvolution2D(zeros(1, 2, 3, 3), zeros(2, 3, 3, 3), null, { stride: 2, outsize: 12 })).toThrow(
      'deconvolution2D: expected an outsize whose windows are 3×3, but 12×12 gives 5×5',
    );
    expect(() => F.linear(zeros(2, 3), zeros(4, 5))).toThrow(
      'linear: expected x of 5 features after 1 batch axes and w (O, C), but x is (2, 3), w is (4, 5)',
    );
  });
});

describe.each(backends)('updateConvolution2D on $name', ({ create }) => {
  test.each([
    { channels: 8, size: [14, 11], options: { pad: 1, reluInput: true } }, // on tiles
    { channels: 3, size: [9, 8], options: { stride: [2, 1], pad: [0, 2] } as const },
    { channels: 2, size: [9, 9], options: { dilate: 2, groups: 2 } },
  ])(
    'brings a result up to date, to the bit, and says where, $channels channels',
    async ({ channels, size, options }) => {
      const backend = await create();
      setBackend(backend);
      const { groups = 1 } = options as { groups?: number };
      const of = (shape: number[]) => Tensor.from(uniform(shape).data, shape);
      const [x, w, b] = [of([1, channels, ...size]), of([8, channels / groups, 3, 3]), of([8])];
      const y = scope(() => inference(() => F.convolution2D(x, w, b, options))).data;
      const before = await y.toArray();
      x.assignBox(Tensor.full([1, channels, 2, 3], 5), 4, 3);
      const changed = { top: 4, left: 3, height: 2, width: 3 };
      const box = inference(() => F.updateConvolution2D(y, changed, x, w, b, options));
      const after = await y.toArray();
      expect(after).toEqual(await inference(() => F.convolution2D(x, w, b, options)).toArray());
      const [, , rows, columns] = y.shape;
      const outside = [...after].filter((v, i) => {
        const [row, column] = [Math.floor(i / columns) % rows, i % columns];
        const within =
          row >= box.top && row < box.top + box.height && column >= box.left && column < box.left + box.width;
        return !within && v !== before[i];
      });
      expect(outside).toEqual([]);
    },
  );

  test('is refused where a gradient would be wrong, or nothing fits', async () => {
    setBackend(await create());
    const [x, w, y] = [Tensor.zeros([1, 2, 5, 5]), Tensor.zeros([3, 2, 3, 3]), Tensor.zeros([1, 3, 3, 3])];
    const box = { top: 0, left: 0, height: 1, width: 1 };
    expect(() => F.updateConvolution2D(y, box, x, w)).toThrow(/inference/);
    expect(() => inference(() => F.updateConvolution2D(Tensor.zeros([1, 4, 3, 3]), box, x, w))).toThrow(
      'updateConvolution2D: expected a float32 result of x and w, but y is float32 (1, 4, 3, 3)',
    );
  });
});
