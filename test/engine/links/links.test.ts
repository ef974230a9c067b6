import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend, Shape } from '../../../src/engine/backends/backend.js';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import type { Link } from '../../../src/engine/core/link.js';
import { seed } from '../../../src/engine/core/random.js';
import { scope } from '../../../src/engine/core/scoped.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { backends } from '../backends.js';
import { createReferenceBackend } from '../reference/backend.js';
import { expectClose } from '../reference/expectClose.js';
import { type HostArray, integers, uniform } from '../reference/hostArray.js';

const reference = createReferenceBackend();

interface LinkCheck {
  make: () => Link & { forward(x: Variable): Variable };
  input: HostArray;
  /** Names and shapes after the first call. */
  params: Record<string, Shape>;
}

const checks: Record<string, LinkCheck> = {
  Linear: {
    make: () => new L.Linear(6, 4),
    input: uniform([3, 2, 3]),
    params: { '/W': [4, 6], '/b': [4] },
  },
  'Linear of unknown size, without bias': {
    make: () => new L.Linear(4, { nobias: true }),
    input: uniform([2, 5]),
    params: { '/W': [4, 5] },
  },
  Convolution2D: {
    make: () => new L.Convolution2D(3, 4, 3, { pad: 1 }),
    input: uniform([2, 3, 4, 5]),
    params: { '/W': [4, 3, 3, 3], '/b': [4] },
  },
  'Convolution2D with in-channels null, grouped': {
    make: () => new L.Convolution2D(null, 6, [3, 1], { stride: 2, groups: 2 }),
    input: uniform([1, 4, 5, 5]),
    params: { '/W': [6, 2, 3, 1], '/b': [6] },
  },
  'Convolution2D(out, ksize)': {
    make: () => new L.Convolution2D(5, 3, { nobias: true }),
    input: uniform([1, 2, 4, 4]),
    params: { '/W': [5, 2, 3, 3] },
  },
  Deconvolution2D: {
    make: () => new L.Deconvolution2D(4, 3, 4, { stride: 2, pad: 1 }),
    input: uniform([1, 4, 3, 3]),
    params: { '/W': [4, 3, 4, 4], '/b': [3] },
  },
  'Deconvolution2D(out, ksize) with outsize': {
    make: () => new L.Deconvolution2D(3, 3, { stride: 2, pad: 1, outsize: [6, 5] }),
    input: uniform([1, 2, 3, 3]),
    params: { '/W': [2, 3, 3, 3], '/b': [3] },
  },
  BatchNormalization: {
    make: () => new L.BatchNormalization(3),
    input: uniform([4, 3, 2, 2]),
    params: { '/beta': [3], '/gamma': [3] },
  },
  'BatchNormalization without gamma, size unknown': {
    make: () => new L.BatchNormalization(null, { axis: [0, 2, 3], useGamma: false }),
    input: uniform([4, 3, 2, 2]),
    params: { '/beta': [3] },
  },
  GroupNormalization: {
    make: () => new L.GroupNormalization(2),
    input: uniform([2, 4, 3]),
    params: { '/beta': [4], '/gamma': [4] },
  },
  LayerNormalization: {
    make: () => new L.LayerNormalization(),
    input: uniform([3, 5]),
    params: { '/beta': [5], '/gamma': [5] },
  },
  EmbedID: {
    make: () => new L.EmbedID(5, 3, { ignoreLabel: -1 }),
    input: integers([2, 4], -1, 5),
    params: { '/W': [5, 3] },
  },
  Swish: { make: () => new L.Swish(), input: uniform([2, 3, 2]), params: { '/beta': [3, 2] } },
  Maxout: {
    make: () => new L.Maxout(4, 3, 2),
    input: uniform([2, 4]),
    params: { '/linear/W': [6, 4], '/linear/b': [6] },
  },
  ConvolutionND: {
    make: () => new L.ConvolutionND(2, null, 4, [3, 2], { stride: 2, pad: 1, groups: 2 }),
    input: uniform([1, 4, 5, 4]),
    params: { '/W': [4, 2, 3, 2], '/b': [4] },
  },
  Convolution1D: {
    make: () => new L.Convolution1D(2, 3, 3, { dilate: 2 }),
    input: uniform([2, 2, 7]),
    params: { '/W': [3, 2, 3], '/b': [3] },
  },
  Convolution3D: {
    make: () => new L.Convolution3D(2, 3, 2, { nobias: true }),
    input: uniform([1, 2, 3, 3, 2]),
    params: { '/W': [3, 2, 2, 2, 2] },
  },
  DeconvolutionND: {
    make: () => new L.DeconvolutionND(3, null, 2, 2, { stride: 2, outsize: [5, 4, 4] }),
    input: uniform([1, 2, 2, 2, 2]),
    params: { '/W': [2, 2, 2, 2, 2], '/b': [2] },
  },
  Deconvolution1D: {
    make: () => new L.Deconvolution1D(2, 3, 4, { stride: 2, pad: 1 }),
    input: uniform([2, 2, 3]),
    params: { '/W': [2, 3, 4], '/b': [3] },
  },
  Deconvolution3D: {
    make: () => new L.Deconvolution3D(2, 1, 2),
    input: uniform([1, 2, 2, 1, 2]),
    params: { '/W': [2, 1, 2, 2, 2], '/b': [1] },
  },
  DepthwiseConvolution2D: {
    make: () => new L.DepthwiseConvolution2D(null, 2, 3, { pad: 1 }),
    input: uniform([1, 3, 4, 4]),
    params: { '/W': [2, 3, 3, 3], '/b': [6] },
  },
  DilatedConvolution2D: {
    make: () => new L.DilatedConvolution2D(2, 3, 3, { dilate: 2, pad: 2 }),
    input: uniform([1, 2, 5, 5]),
    params: { '/W': [3, 2, 3, 3], '/b': [3] },
  },
  LocalConvolution2D: {
    make: () => new L.LocalConvolution2D(null, 3, null, 2, { stride: 2 }),
    input: uniform([2, 2, 4, 5]),
    params: { '/W': [3, 2, 2, 2, 2, 2], '/b': [3, 2, 2] },
  },
  DeformableConvolution2D: {
    make: () => new L.DeformableConvolution2D(2, 3, 3, { pad: 1 }),
    input: uniform([1, 2, 4, 4]),
    params: {
      '/deform_conv/W': [3, 2, 3, 3],
      '/deform_conv/b': [3],
      '/offset_conv/W': [18, 2, 3, 3],
      '/offset_conv/b': [18],
    },
  },
  Highway: {
    make: () => new L.Highway(3),
    input: uniform([2, 3]),
    params: { '/plain/W': [3, 3], '/plain/b': [3], '/transform/W': [3, 3], '/transform/b': [3] },
  },
  Inception: {
    make: () => new L.Inception(3, 2, 1, 2, 1, 2, 1),
    input: uniform([1, 3, 4, 4]),
    params: {
      '/conv1/W': [2, 3, 1, 1],
      '/conv1/b': [2],
      '/conv3/W': [2, 1, 3, 3],
      '/conv3/b': [2],
      '/conv5/W': [2, 1, 5, 5],
      '/conv5/b': [2],
      '/proj3/W': [1, 3, 1, 1],
      '/proj3/b': [1],
      '/proj5/W': [1, 3, 1, 1],
      '/proj5/b': [1],
      '/projp/W': [1, 3, 1, 1],
      '/projp/b': [1],
    },
  },
  'InceptionBN with a stride': {
    make: () => new L.InceptionBN(2, 0, 1, 2, 1, 2, 'max', null, { stride: 2 }),
    input: uniform([2, 2, 4, 4]),
    params: {
      '/conv3/W': [2, 1, 3, 3],
      '/conv33a/W': [2, 1, 3, 3],
      '/conv33an/beta': [2],
      '/conv33an/gamma': [2],
      '/conv33b/W': [2, 2, 3, 3],
      '/conv33bn/beta': [2],
      '/conv33bn/gamma': [2],
      '/conv3n/beta': [2],
      '/conv3n/gamma': [2],
      '/proj3/W': [1, 2, 1, 1],
      '/proj33/W': [1, 2, 1, 1],
      '/proj33n/beta': [1],
      '/proj33n/gamma': [1],
      '/proj3n/beta': [1],
      '/proj3n/gamma': [1],
    },
  },
  MLPConvolution2D: {
    make: () => new L.MLPConvolution2D(2, [3, 2], 3),
    input: uniform([1, 2, 4, 4]),
    params: { '/0/W': [3, 2, 3, 3], '/0/b': [3], '/1/W': [2, 3, 1, 1], '/1/b': [2] },
  },
  Parameter: { make: () => new L.Parameter(2, [3]), input: uniform([1]), params: { '/W': [3] } },
  MultiHeadAttention: {
    make: () => new L.MultiHeadAttention(2, 4),
    input: uniform([2, 3, 4]),
    params: {
      '/k/W': [4, 4],
      '/k/b': [4],
      '/out/W': [4, 4],
      '/out/b': [4],
      '/q/W': [4, 4],
      '/q/b': [4],
      '/v/W': [4, 4],
      '/v/b': [4],
    },
  },
  BatchRenormalization: {
    make: () => new L.BatchRenormalization(3, { rmax: 2, dmax: 1 }),
    input: uniform([4, 3, 2]),
    params: { '/beta': [3], '/gamma': [3] },
  },
  'spectral normalisation of a lazy convolution': {
    make: () =>
      new L.Convolution2D(4, 3, { pad: 1 }).addHook(new L.SpectralNormalization({ useGamma: true, factor: 2 })),
    input: uniform([1, 2, 4, 4]),
    params: { '/W': [4, 2, 3, 3], '/W_gamma': [], '/b': [4] },
  },
  'weight standardisation': {
    make: () => new L.Convolution2D(3, 4, 3).addHook(new L.WeightStandardization()),
    input: uniform([1, 3, 4, 4]),
    params: { '/W': [4, 3, 3, 3], '/b': [4] },
  },
  PReLU: { make: () => new L.PReLU([3]), input: uniform([2, 3, 2]), params: { '/W': [3] } },
  'PReLU with one slope': { make: () => new L.PReLU(), input: uniform([2, 3]), params: { '/W': [] } },
  Bias: { make: () => new L.Bias(1, [3]), input: uniform([2, 3, 2]), params: { '/b': [3] } },
  Scale: {
    make: () => new L.Scale(1, [3], { biasTerm: true }),
    input: uniform([2, 3, 2]),
    params: { '/W': [3], '/bias/b': [3] },
  },
};

/** Output and parameter gradients of Σ forward(x)·slope on a backend, of the link or of a copy of it. */
async function run(backend: Backend, { make, input }: LinkCheck, copied = false) {
  setBackend(backend);
  seed(11); // the same weights everywhere
  const before = backend.memory().arrays;
  const made = make();
  const link = copied ? made.copy('copy') : made;
  if (copied) made.dispose();
  const y = scope(() => {
    const x = new Variable(Tensor.from(input.data, input.shape));
    const output = link.forward(x);
    const slope = Tensor.from(
      Float32Array.from({ length: output.size }, (_, i) => Math.sin(i)),
      output.shape,
    );
    F.sum(F.mul(output, slope)).backward({ retainGraph: true });
    return output.data.copy();
  });
  const params = link.namedParams();
  const result = {
    y: await y.toArray(),
    shapes: Object.fromEntries(params.map(([name, p]) => [name, p.shape])),
    grads: await Promise.all(params.map(async ([, p]) => (await p.grad?.toArray()) ?? [])),
  };
  y.dispose();
  link.dispose();
  expect(backend.memory().arrays, 'arrays left over').toBe(before);
  return result;
}

describe.each(backends)('links on $name', ({ create }) => {
  test.each(Object.entries(checks))('%s', async (_name, check) => {
    const expected = await run(reference, check);
    const device = await create();
    const actual = await run(device, check);
    expect(await run(device, check, true), 'a copy').toEqual(actual);
    expect(expected.shapes).toEqual(check.params);
    expect(actual.shapes).toEqual(check.params);
    expectClose('output', actual.y, expected.y, { atol: 1e-4, rtol: 1e-4 });
    for (const [i, name] of Object.keys(check.params).entries())
      expectClose(`gradient of ${name}`, actual.grads[i], expected.grads[i], { atol: 1e-3, rtol: 1e-3 });
  });
});

describe('BatchNormalization', () => {
  beforeAll(() => setBackend(reference));
  const input = () => Tensor.from(uniform([4, 2, 3, 3], 1, 3).data, [4, 2, 3, 3]);

  test('follows the statistics of the batches, and uses them after training', async () => {
    const bn = new L.BatchNormalization(2);
    const x = input();
    for (let i = 0; i < 200; i++) scope(() => void bn.forward(x));
    const values = Array.from(await x.toArray()).filter((_, i) => Math.floor(i / 9) % 2 === 0);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const unbiased = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
    expect((await bn.avgMean.toArray())[0]).toBeCloseTo(mean, 5);
    expect((await bn.avgVar.toArray())[0]).toBeCloseTo(unbiased, 5);
    const used = await inference(() => bn.forward(x)).toArray();
    expect(used[0]).toBeCloseTo((values[0] - mean) / Math.sqrt(unbiased + 2e-5), 5);
  });

  test('one step moves the running statistics by 1 − decay', async () => {
    const bn = new L.BatchNormalization(2, { decay: 0.75 });
    bn.forward(
      Tensor.of([
        [4, 0],
        [8, 0],
      ] as never),
    );
    expect(Array.from(await bn.avgMean.toArray())).toEqual([1.5, 0]);
    expect(Array.from(await bn.avgVar.toArray())).toEqual([0.75 + 0.25 * 8, 0.75]);
  });

  test('finetuning averages all batches evenly', async () => {
    const bn = new L.BatchNormalization(1);
    bn.startFinetuning();
    bn.forward(Tensor.of([[1], [3]] as never), { finetune: true });
    bn.forward(Tensor.of([[5], [7]] as never), { finetune: true });
    expect(Array.from(await bn.avgMean.toArray())).toEqual([4]);
    expect(bn.persistent('N')).toBe(2);
  });

  test('saves Chainer’s keys and needs a size or an axis', () => {
    const names = new L.BatchNormalization(2).namedPersistents().map(([name]) => name);
    expect(names).toEqual(['/N', '/avg_mean', '/avg_var']);
    expect(() => new L.BatchNormalization(null)).toThrow('give the size');
  });
});

describe('parameters', () => {
  beforeAll(() => setBackend(reference));

  test('a lazy weight waits for the first input; the bias does not', () => {
    const conv = new L.Convolution2D(null, 4, 3);
    expect(conv.W.isInitialized).toBe(false);
    expect(conv.b?.shape).toEqual([4]);
    expect(() => conv.countParams()).toThrow('not initialised');
    conv.forward(Tensor.zeros([1, 2, 3, 3]));
    expect(conv.countParams()).toBe(4 * 2 * 9 + 4);
  });

  test('start as Chainer’s: LeCun-normal weights, zero biases', async () => {
    seed(5);
    const link = new L.Convolution2D(32, 64, 3);
    const w = Array.from(await link.W.toArray());
    const deviation = Math.sqrt(w.reduce((a, b) => a + b * b, 0) / w.length);
    expect(deviation * Math.sqrt(32 * 9)).toBeCloseTo(1, 1.5);
    expect((await link.b?.toArray())?.every((b) => b === 0)).toBe(true);
    expect(Array.from(await new L.PReLU([2]).W.toArray())).toEqual([0.25, 0.25]);
  });

  test('can be given', async () => {
    const link = new L.Linear(2, 1, { initialW: Float32Array.of(3, 4), initialBias: 5 });
    expect(Array.from(await link.forward([[1, 2]]).toArray())).toEqual([16]);
  });

  test('a wrong number of channels names both shapes', () => {
    expect(() => new L.Convolution2D(3, 4, 3).forward(Tensor.zeros([1, 2, 5, 5]))).toThrow(
      'x is (1, 2, 5, 5), w is (4, 3, 3, 3)',
    );
  });
});
