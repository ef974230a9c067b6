import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Backend } from '../../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../../src/engine/backends/cpu/index.js';
import { noise } from './naive.js';

let b: Backend;
beforeAll(async () => {
  b = await createCpuBackend({ threads: 2 });
});
afterAll(() => b.dispose());

// Large enough for rows to be copied tile by tile; the last tile is not whole, and sums go over several blocks.
test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('large products, two in one call, transposed: %s, %s', async (transA, transB) => {
  const [n, m, k, columns] = [2, 203, 610, 77];
  const a = noise(1, n * m * k);
  const c = noise(2, n * k * columns);
  const da = b.upload(a, [n, ...(transA ? [k, m] : [m, k])]);
  const dc = b.upload(c, [n, ...(transB ? [columns, k] : [k, columns])]);
  const y = await b.read(b.matmul(da, dc, transA, transB));
  for (let i = 0; i < n; i++) {
    for (const row of [0, 1, 5, 6, 100, 197, 198, 202]) {
      for (const column of [0, 7, 8, 63, 64, 76]) {
        let sum = 0;
        for (let s = 0; s < k; s++) {
          const left = a[i * m * k + (transA ? s * m + row : row * k + s)]!;
          sum += left * c[i * k * columns + (transB ? column * k + s : s * columns + column)]!;
        }
        expect(y[(i * m + row) * columns + column]).toBeCloseTo(sum, 3);
      }
    }
  }
});

// Small enough to be taken as they lie; every remainder of the vectors, on both sides.
test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('small products of all shapes, transposed: %s, %s', async (transA, transB) => {
  for (let trial = 0; trial < 60; trial++) {
    const sizes = Array.from(noise(trial, 4), (v) => 1 + Math.floor((v + 2) * 7)); // 1 … 28
    const [count, rows, steps, columns] = [1 + (sizes[0]! % 3), sizes[1]!, sizes[2]!, sizes[3]!];
    const a = noise(100 + trial, count * rows * steps);
    const c = noise(200 + trial, count * steps * columns);
    const da = b.upload(a, [count, ...(transA ? [steps, rows] : [rows, steps])]);
    const dc = b.upload(c, [count, ...(transB ? [columns, steps] : [steps, columns])]);
    const y = b.matmul(da, dc, transA, transB);
    expect(y.shape).toEqual([count, rows, columns]);
    const values = await b.read(y);
    for (let at = 0; at < values.length; at++) {
      const [image, row, column] = [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
      let sum = 0;
      for (let s = 0; s < steps; s++) {
        const left = a[image * rows * steps + (transA ? s * rows + row : row * steps + s)]!;
        sum += left * c[image * steps * columns + (transB ? column * steps + s : s * columns + column)]!;
      }
      expect(Math.abs(values[at]! - sum)).toBeLessThan(1e-5);
    }
    for (const array of [da, dc, y]) b.free(array);
  }
});
