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
