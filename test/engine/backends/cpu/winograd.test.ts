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

describe('a box of a convolution', () => {
  // Bands of many tiles and of few, filters transformed beforehand and where they are used, a last panel of four columns.
  test.each([
    { k: 3, stride: 1, channels: 24, columns: 24, size: 96 },
    { k: 3, stride: 1, channels: 96, columns: 36, size: 31 },
    { k: 4, stride: 2, channels: 24, columns: 48, size: 96 },
    { k: 4, stride: 2, channels: 48, columns: 96, size: 64 }, // fewer tiles would have their filters transformed anew
  ])('is to the bit what the whole has there, $k×$k filter, $channels → $columns', async (shape) => {
    const { k, stride, channels, columns, size } = shape;
    const geometry = { stride: [stride, stride], pad: [1, 1], dilate: [1, 1], groups: 1 } as const;
    const out = Math.floor((size + 2 - k) / stride) + 1;
    const values = noise(1, channels * size * size);
    const x = b.upload(values, [1, channels, size, size]);
    const w = b.upload(noise(2, columns * channels * k * k), [columns, channels, k, k]);
    const bias = b.upload(noise(3, columns), [columns]);
    const fusion = { reluInput: true };
    const whole = await b.read(b.conv2d(x, w, bias, geometry, [out, out], fusion));
    for (const box of [
      { top: 0, left: 0, height: 1, width: 1 },
      { top: 5, left: 9, height: 7, width: 3 },
      { top: out - 3, left: 0, height: 3, width: out },
    ]) {
      const y = b.full([1, columns, out, out], Number.NaN, 'float32');
      b.conv2dBox(y, box, x, w, bias, geometry, fusion);
      const part = await b.read(y);
      const [tileTop, tileLeft] = [box.top, box.left].map((start) => start - (start % 4));
      let wrong = 0;
      for (let c = 0, i = 0; c < columns; c++) {
        for (let row = 0; row < out; row++) {
          for (let column = 0; column < out; column++, i++) {
            const isMade =
              row >= tileTop &&
              row < Math.ceil((box.top + box.height) / 4) * 4 &&
              column >= tileLeft &&
              column < Math.ceil((box.left + box.width) / 4) * 4;
            if (isMade ? part[i] !== whole[i] : !Number.isNaN(part[i])) wrong++;
          }
        }
      }
      expect(wrong).toBe(0);
    }
  });
});
