import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { naiveConv, noise } from './naive.js';

let b: Backend;
beforeAll(async () => {
  b = await createCpuBackend({ threads: 2 });
});
afterAll(() => b.dispose());

/** Root of the mean squared error over the root of the mean square. */
function relativeError(actual: ArrayLike<number>, expected: Float64Array): number {
  let error = 0;
  let power = 0;
  for (let i = 0; i < expected.length; i++) {
    error += (actual[i]! - expected[i]!) ** 2;
    power += expected[i]! ** 2;
  }
  return Math.sqrt(error / power);
}

describe('rounding error of Winograd convolutions, against float64', () => {
  // Measured 0.5–2.1e-6 at 32 to 512 channels for the forward direction; the bound leaves a factor of two.
  test.each([
    [3, 1, 32, 24, 24],
    [3, 1, 128, 16, 16],
    [3, 1, 384, 8, 8],
    [4, 2, 32, 64, 16],
    [4, 2, 128, 40, 12],
    // Filters transformed where they are used, in several blocks; columns that fill no panel.
    [3, 1, 384, 8, 36],
    [4, 2, 256, 24, 36],
  ])('%ix%i filter, %i channels', async (k, stride, channels, size, columns) => {
    const geometry = { stride: [stride, stride], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
    const out = size / stride;
    const xShape = [1, channels, size, size] as const;
    const wShape = [columns, channels, k, k] as const;
    const yShape = [1, columns, out, out] as const;
    const x = noise(1, channels * size * size).map((v) => Math.max(v, 0));
    const w = noise(2, columns * channels * k * k);
    const gy = noise(3, columns * out * out);
    const expected = naiveConv({ x, w, gy, xShape, wShape, yShape, geometry });
    const [dx, dw, dgy] = [b.upload(x, xShape), b.upload(w, wShape), b.upload(gy, yShape)];
    const y = b.conv2d(dx, dw, null, geometry, [out, out]);
    const gx = b.conv2dInput(dgy, dw, null, geometry, [size, size]);
    const gw = b.conv2dWeight(dx, dgy, geometry, [k, k]);
    expect(relativeError(await b.read(y), expected.y)).toBeLessThan(4e-6);
    expect(relativeError(await b.read(gx), expected.gx)).toBeLessThan(4e-6);
    expect(relativeError(await b.read(gw), expected.gw)).toBeLessThan(4e-6);
  });
});

test('the gradient in filters over many tiles is the sum of those of the single pictures', async () => {
  const [images, channels, size] = [9, 192, 32]; // 576 tiles: two chains of sums
  const geometry = { stride: [1, 1], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
  const shape = [images, channels, size, size] as const;
  const x = b.upload(noise(1, images * channels * size * size), shape);
  const gy = b.upload(noise(2, images * channels * size * size), shape);
  const together = await b.read(b.conv2dWeight(x, gy, geometry, [3, 3]));
  const sum = new Float64Array(together.length);
  for (let n = 0; n < images; n++) {
    const [one, other] = [x, gy].map((array) => b.slice(array, 0, n, 1));
    const part = await b.read(b.conv2dWeight(one, other, geometry, [3, 3]));
    for (let i = 0; i < sum.length; i++) sum[i] += part[i]!;
  }
  expect(relativeError(together, sum)).toBeLessThan(4e-6);
});
