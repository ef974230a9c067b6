import { beforeAll, describe, expect, test } from 'vitest';
import { inference } from '../../../src/engine/core/config.js';
import { setBackend } from '../../../src/engine/core/context.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';
import { backends } from '../backends.js';

const noise = (n: number, seed: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(12.9898 * i + 78.233 * seed) * 0.8);

describe.each(backends)('normalizedConvolution on $name', ({ create }) => {
  beforeAll(async () => setBackend(await create()));

  test.each([
    { name: '3×3', link: () => new L.Convolution2D(8, 12, 3, { pad: 1 }), out: 12 },
    { name: '3×3 of few channels', link: () => new L.Convolution2D(8, 5, 3, { pad: 1, nobias: true }), out: 5 },
    { name: '4×4 down', link: () => new L.Convolution2D(8, 8, 4, { stride: 2, pad: 1 }), out: 8 },
    { name: '4×4 up', link: () => new L.Deconvolution2D(8, 12, 4, { stride: 2, pad: 1 }), out: 12 },
  ])('$name: in one pass as in three', async ({ link, out }) => {
    const convolution = link();
    const norm = new L.BatchNormalization(out);
    convolution.b?.data.assign(Tensor.from(noise(out, 1)));
    norm.gamma?.data.assign(Tensor.from(noise(out, 2)));
    norm.beta?.data.assign(Tensor.from(noise(out, 3)));
    norm.avgMean.assign(Tensor.from(noise(out, 4)));
    norm.avgVar.assign(Tensor.from(noise(out, 5).map((v) => 1.5 + v)));
    const x = new Variable(Tensor.from(noise(8 * 12 * 10, 6), [1, 8, 12, 10]), { requiresGrad: false });
    const fused = await inference(() => L.normalizedConvolution(x, convolution, norm)).toArray();
    const apart = await inference(() => F.relu(norm.forward(convolution.forward(x)))).toArray();
    expect(Math.max(...apart)).toBeGreaterThan(0.1);
    for (const [i, v] of apart.entries()) expect(Math.abs(fused[i] - v)).toBeLessThan(2e-5);
  });

  test('an epilogue is refused where a graph is recorded', () => {
    const scale = Tensor.from(Float32Array.of(1));
    const epilogue = { scale, shift: scale, relu: false };
    const [x, w] = [Tensor.zeros([1, 1, 3, 3]), Tensor.zeros([1, 1, 3, 3])];
    expect(() => F.convolution2D(x, w, null, { epilogue })).toThrow(
      'convolution2D: an epilogue has no gradient; use it inside inference() or noBackprop()',
    );
  });
});
