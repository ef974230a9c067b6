import { expect, test } from 'vitest';
import { findRegions } from '../../../src/models/hints/regions.js';
import { connectedPixels } from '../../../src/vision/connectedPixels.js';
import { createPlanes } from '../../../src/vision/planes.js';
import { Random } from '../../../src/vision/random.js';

test('areas are what a walk from neighbour to neighbour finds, however they wind', () => {
  const random = new Random('maze');
  const [width, height] = [61, 43];
  const n = width * height;
  const color = createPlanes(3, width, height);
  const ink = new Float32Array(n);
  for (let p = 0; p < n; p++) {
    const shade = random.pick([0.2, 0.22, 0.24, 0.9]); // the first three lead from one to the next
    for (let c = 0; c < 3; c++) color.data[c * n + p] = shade;
    ink[p] = random.chance(0.25) ? 1 : 0;
  }
  const { regions, depth } = findRegions(color, ink);

  const seen = new Uint8Array(n);
  const queue = new Int32Array(n);
  const take = (p: number, from: number) => {
    if (seen[p] || ink[p] > 0.3 || Math.abs(color.data[p] - color.data[from]) > 12 / 255) return false;
    seen[p] = 1;
    return true;
  };
  const walked: number[][] = [];
  for (let p = 0; p < n; p++) {
    const count = connectedPixels(p, width, height, queue, take);
    if (count >= 2) walked.push([...queue.subarray(0, count)].sort((a, b) => a - b));
  }
  walked.sort((a, b) => b.length - a.length);
  expect(regions.length).toBeGreaterThan(20);
  expect(regions.map(({ pixels }) => [...pixels])).toEqual(walked);
  for (let p = 0; p < n; p++) expect(depth[p] > 0).toBe(ink[p] === 0);
});

test('lines part areas, and specks are none', () => {
  const [width, height] = [100, 100];
  const color = createPlanes(3, width, height);
  const ink = new Float32Array(width * height);
  for (let y = 0; y < height; y++) ink[y * width + 40] = 1;
  color.data[50 * width + 80] = 1; // one pixel of another red
  const { regions } = findRegions(color, ink);
  expect(regions.map(({ pixels }) => pixels.length)).toEqual([59 * 100 - 1, 40 * 100]);
});
