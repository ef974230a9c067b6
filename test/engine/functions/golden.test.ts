/** Functions against PyTorch: values and gradients that scripts/makeGoldens.py recorded. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { grad } from '../../../src/engine/core/backward.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import { readNpz } from '../../../src/engine/serializers/npz.js';
import { backends, type TestedBackend } from '../backends.js';
import { createReferenceBackend } from '../reference/backend.js';
import { expectClose, type Tolerance } from '../reference/expectClose.js';
import type { HostArray } from '../reference/hostArray.js';

type Call = (...xs: Variable[]) => Variable;

const golden = readNpz(readFileSync(new URL('../../golden/pytorch.npz', import.meta.url)));

function array(key: string): HostArray {
  const found = golden.get(key);
  if (!found) throw new Error(`${key} is not in the golden file; run scripts/makeGoldens.py`);
  const { shape, data } = found;
  return { shape, data: data instanceof Int32Array ? data : (data as Float32Array) };
}

const SUMS: Tolerance = { atol: 1e-5, rtol: 1e-4 };
const GRADIENTS: Tolerance = { atol: 1e-4, rtol: 1e-3 };
const POINTWISE: Tolerance = { atol: 1e-6, rtol: 1e-5 };

/** PyTorch's stacked recurrent arguments: (T, B, I) padded, states, then for each layer and direction W, U, b and c. */
function recurrent(cell: 'lstm' | 'gru' | 'rnn', [x, hx, ...rest]: Variable[]): Variable {
  const lengths = [4, 2, 1];
  const gates = { lstm: 4, gru: 3, rnn: 1 }[cell];
  const [cx, list] = cell === 'lstm' ? [rest[0], rest.slice(1)] : [null, rest];
  const rows = Array.from({ length: list.length / 4 }, (_, i) => list.slice(4 * i, 4 * i + 4));
  const blocks = (a: Variable, b: Variable) => [...F.splitAxis(a, gates, 0), ...F.splitAxis(b, gates, 0)];
  const ws = rows.map(([w, u]) => blocks(w, u));
  const bs = rows.map(([, , b, c]) => blocks(b, c));
  const steps = F.separate(x).map((step, t) => F.slice(step, 0, 0, lengths.filter((n) => n > t).length));
  const layers = rows.length / 2;
  const run = (): [Variable[], Variable[]] => {
    if (cx) {
      const [hy, cy, ys] = F.nStepBilstm(layers, 0, hx, cx, ws, bs, steps);
      return [[hy, cy], ys];
    }
    const [hy, ys] = (cell === 'gru' ? F.nStepBigru : F.nStepBirnn)(layers, 0, hx, ws, bs, steps);
    return [[hy], ys];
  };
  const [states, ys] = run();
  const outputs = ys.map((y) =>
    F.pad(y, [
      [0, lengths.length - y.shape[0]],
      [0, 0],
    ]),
  );
  return F.concat([...outputs, ...states].map(F.flatten), 0);
}

/** How each case is called, and its tolerances in float32 (engine.md §4). */
const calls: Record<string, Call | { call: Call; forward: Tolerance; backward: Tolerance }> = {
  conv3: (x, w, b) => F.convolution2D(x, w, b, { pad: 1 }),
  conv3x8: (x, w, b) => F.convolution2D(x, w, b, { pad: 1 }),
  conv4s2: (x, w, b) => F.convolution2D(x, w, b, { stride: 2, pad: 1 }),
  convStrideAboveKernel: (x, w, b) => F.convolution2D(x, w, b, { stride: 3 }),
  convDilated: (x, w, b) => F.convolution2D(x, w, b, { dilate: 2, pad: [2, 1] }),
  convGroups: (x, w, b) => F.convolution2D(x, w, b, { groups: 3, pad: 1 }),
  convDepthwise: (x, w, b) => F.convolution2D(x, w, b, { groups: 4, pad: 1, stride: [2, 1] }),
  conv1: (x, w, b) => F.convolution2D(x, w, b),
  convCoverAll: (x, w) => F.convolution2D(x, w, null, { stride: 3, coverAll: true }),
  deconv4s2: (x, w, b) => F.deconvolution2D(x, w, b, { stride: 2, pad: 1 }),
  deconvOutsize: (x, w, b) => F.deconvolution2D(x, w, b, { stride: 2, pad: 1, outsize: 10 }),
  deconvGroups: (x, w, b) => F.deconvolution2D(x, w, b, { groups: 2, stride: [1, 2] }),
  deconvDilated: (x, w, b) => F.deconvolution2D(x, w, b, { dilate: 2, pad: 1 }),
  linear: (x, w, b) => F.linear(x, w, b),
  matmul: (a, b) => F.matmul(a, b),
  embedId: (i, w) => F.embedId(i, w),
  leakyRelu: (x) => F.leakyRelu(x),
  elu: (x) => F.elu(x),
  softplus: (x) => F.softplus(x),
  sigmoid: F.sigmoid,
  tanh: F.tanh,
  clippedRelu: (x) => F.clippedRelu(x, { z: 1 }),
  softmax: (x) => F.softmax(x),
  logSoftmax: (x) => F.logSoftmax(x),
  logsumexp: (x) => F.logsumexp(x, { axis: 1 }),
  prelu: F.prelu,
  batchNormalization: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
  batchNormalizationFar: {
    call: (x: Variable) => F.batchNormalization(x, [1, 1], [0, 0]),
    forward: { atol: 1e-3, rtol: 1e-3 },
    backward: { atol: 1e-3, rtol: 1e-3 },
  },
  batchNormalizationRows: (x, gamma, beta) => F.batchNormalization(x, gamma, beta),
  fixedBatchNormalization: (x, gamma, beta, mean, variance) =>
    F.fixedBatchNormalization(x, gamma, beta, mean, variance),
  groupNormalization: (x, gamma, beta) => F.groupNormalization(x, 2, gamma, beta),
  instanceNormalization: (x, gamma, beta) => F.groupNormalization(x, 4, gamma, beta),
  layerNormalization: (x, gamma, beta) => F.layerNormalization(x, gamma, beta),
  maxPooling: (x) => F.maxPooling2D(x, 2),
  maxPoolingPadded: (x) => F.maxPooling2D(x, 3, { stride: 2, pad: 1 }),
  maxPoolingFloor: (x) => F.maxPooling2D(x, 3, { stride: 2, coverAll: false }),
  averagePooling: (x) => F.averagePooling2D(x, 2),
  averagePoolingPadded: (x) => F.averagePooling2D(x, 3, { stride: 2, pad: 1 }),
  upsampleNearest: (x) => F.upsampleNearest(x, 2),
  unpoolingCoverAll: (x) => F.unpooling2D(x, 2),
  resizeAligned: (x) => F.resizeImages(x, [5, 9]),
  resizeNotAligned: (x) => F.resizeImages(x, [9, 4], { alignCorners: false }),
  resizeNearest: (x) => F.resizeImages(x, [7, 4], { mode: 'nearest' }),
  meanAbsoluteError: F.meanAbsoluteError,
  meanSquaredError: F.meanSquaredError,
  huberLoss: (x, t) => F.huberLoss(x, t, 0.5),
  softmaxCrossEntropy: (x, t) => F.softmaxCrossEntropy(x, t),
  softmaxCrossEntropyBatch: (x, t) => F.softmaxCrossEntropy(x, t, { normalize: false }),
  softmaxCrossEntropyNo: (x, t) => F.softmaxCrossEntropy(x, t, { reduce: 'no' }),
  softmaxCrossEntropyWeights: (x, t) => F.softmaxCrossEntropy(x, t, { classWeight: [0.5, 2, 1.5] }),
  softmaxCrossEntropyMaps: (x, t) => F.softmaxCrossEntropy(x, t, { ignoreLabel: 255 }),
  softmaxCrossEntropySoft: (x, t) => F.softmaxCrossEntropy(x, t),
  sigmoidCrossEntropy: (x, t) => F.sigmoidCrossEntropy(x, t),
  conv1d: (x, w, b) => F.convolution1D(x, w, b, { stride: 2, pad: 2, dilate: 2 }),
  conv3d: (x, w, b) => F.convolution3D(x, w, b, { stride: [2, 1, 2], pad: [1, 0, 1], dilate: [1, 2, 1], groups: 2 }),
  deconv1d: (x, w, b) => F.deconvolution1D(x, w, b, { stride: 2, pad: 1 }),
  deconv3d: (x, w, b) =>
    F.deconvolution3D(x, w, b, { stride: [2, 1, 3], pad: [1, 0, 1], outsize: [6, 3, 7], groups: 2 }),
  maxPooling3d: (x) => F.maxPooling3D(x, [2, 3, 2], { stride: 2, pad: [0, 1, 0] }),
  maxPooling1d: (x) => F.maxPooling1D(x, 3, { stride: 2 }),
  averagePooling3d: (x) => F.averagePooling3D(x, [2, 3, 2], { stride: [2, 2, 1], pad: [1, 1, 0] }),
  averagePoolingUnpadded: (x) => F.averagePoolingND(x, 3, { stride: 2, pad: 1, padValue: null }),
  im2col: (x) => F.im2col(x, [2, 3], { dilate: [2, 1], pad: [1, 0], stride: [1, 2] }),
  spatialTransformerGrid: (theta) => F.spatialTransformerGrid(theta, [3, 4]),
  spatialTransformerSampler: F.spatialTransformerSampler,
  padReflect: (x) =>
    F.pad(
      x,
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [2, 1],
      ],
      { mode: 'reflect' },
    ),
  padEdge: (x) =>
    F.pad(
      x,
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [2, 1],
      ],
      { mode: 'edge' },
    ),
  padWrap: (x) =>
    F.pad(
      x,
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [2, 1],
      ],
      { mode: 'wrap' },
    ),
  swish: (x) => F.swish(x),
  selu: (x) => F.selu(x),
  erf: F.erf,
  tan: F.tan,
  arctan2: F.arctan2,
  cumsum: (x) => F.cumsum(x, 1),
  cumprod: (x) => F.cumprod(x, 1),
  prod: (x) => F.prod(x, { axis: 1 }),
  inv: F.batchInv,
  det: F.batchDet,
  cholesky: F.cholesky,
  einsum: (a, b, c) => F.einsum('bij,bjk,kl->bil', a, b, c),
  einsumDiagonal: (a, b) => F.einsum('...ii,...ij->...j', a, b),
  tensordot: (a, b) =>
    F.tensordot(a, b, [
      [2, 0],
      [1, 2],
    ]),
  attention: (q, k, v) => F.scaledDotProductAttention(q, k, v),
  localResponseNormalization: (x) => F.localResponseNormalization(x, { alpha: 0.1 }),
  triplet: (a, p, n) => F.triplet(a, p, n),
  gaussianNLL: (x, m, l) => F.gaussianNLL(x, m, l),
  bernoulliNLL: (x, y) => F.bernoulliNLL(x, y),
  hingeL2: (x, t) => F.hinge(x, t, { norm: 'L2' }),
  ctc: (x, t) =>
    F.connectionistTemporalClassification(F.separate(x), t, 0, {
      inputLength: [7, 5, 6],
      labelLength: [3, 2, 0],
      reduce: 'no',
    }),
  nStepBilstm: (...xs) => recurrent('lstm', xs),
  nStepBigru: (...xs) => recurrent('gru', xs),
  nStepBirnn: (...xs) => recurrent('rnn', xs),
  gradientPenalty: (x, w, v) => {
    const y = F.linear(F.leakyRelu(F.convolution2D(x, w, null, { pad: 1 })), v);
    const [gx] = grad([F.sum(y)], [x], { enableDoubleBackprop: true });
    const norm = F.sqrt(F.sum(F.square(gx as Variable), { axis: [1, 2, 3] }));
    return F.mean(F.square(F.sub(norm, 1)));
  },
};
const pointwise = new Set(
  'leakyRelu elu softplus sigmoid tanh clippedRelu softmax logSoftmax logsumexp prelu meanAbsoluteError meanSquaredError huberLoss'.split(
    ' ',
  ),
);

function detailsOf(name: string): { call: Call; forward: Tolerance; backward: Tolerance } {
  const entry = calls[name];
  if (typeof entry !== 'function') return entry;
  const sums = !pointwise.has(name) && !name.startsWith('softmaxCrossEntropy');
  return sums
    ? { call: entry, forward: SUMS, backward: GRADIENTS }
    : { call: entry, forward: POINTWISE, backward: { atol: 1e-5, rtol: 1e-4 } };
}

const oracle: TestedBackend = { name: 'reference', create: async () => createReferenceBackend() };

test('the golden file holds exactly these cases', () => {
  const names = new Set(Array.from(golden.keys(), (key) => key.split('/')[0]));
  expect([...names].sort()).toEqual(Object.keys(calls).sort());
});

describe.each([oracle, ...backends])('PyTorch on $name', ({ create }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await create();
  });

  test.each(Object.keys(calls))('%s', async (name) => {
    setBackend(backend);
    const { call, forward, backward } = detailsOf(name);
    const given = Array.from({ length: 32 }, (_, i) => i).filter((i) => golden.has(`${name}/x${i}`));
    const wanted = given.filter((i) => golden.has(`${name}/gx${i}`));
    const [y, ...gxs] = scope(() => {
      const upload = (key: string, requiresGrad: boolean): Variable => {
        const { data, shape } = array(key);
        return new Variable(Tensor.from(data, shape), { requiresGrad });
      };
      const xs = given.map((i) => upload(`${name}/x${i}`, wanted.includes(i)));
      const output = call(...xs);
      const gradients = grad(
        [output],
        wanted.map((i) => xs[given.indexOf(i)]),
        { gradOutputs: [upload(`${name}/gy`, false)], retainGraph: true },
      );
      // No path leads to the picture of a gradient penalty through a piecewise linear network.
      const zeros = (i: number): Tensor => Tensor.zeros(array(`${name}/x${wanted[i]}`).shape);
      return [output.data.copy(), ...gradients.map((g, i) => g?.data.copy() ?? zeros(i))];
    });
    expect(y.shape).toEqual(array(`${name}/y`).shape);
    expectClose('value', await y.toArray(), array(`${name}/y`).data, forward);
    for (const [k, i] of wanted.entries())
      expectClose(`gradient of input ${i}`, await gxs[k].toArray(), array(`${name}/gx${i}`).data, backward);
    for (const tensor of [y, ...gxs]) tensor.dispose();
  });

  test('batch normalisation follows the running statistics', async () => {
    setBackend(backend);
    const { data, shape } = array('batchNormalization/x0');
    const runningMean = Tensor.zeros([3]);
    const runningVar = Tensor.full([3], 1);
    scope(() => {
      F.batchNormalization(Tensor.from(data, shape), [1, 1, 1], [0, 0, 0], { runningMean, runningVar });
    });
    expectClose('mean', await runningMean.toArray(), array('batchNormalization/runningMean').data);
    expectClose('variance', await runningVar.toArray(), array('batchNormalization/runningVar').data);
  });
});
