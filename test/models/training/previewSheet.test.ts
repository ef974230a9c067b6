import { expect, test } from 'vitest';
import { previewSheet } from '../../../src/models/training/previewSheet.js';
import { makeSample } from '../../../src/models/training/trainingSample.js';
import { Random } from '../../../src/vision/random.js';
import { pixel } from '../shapes.js';

test('a sheet shows each example’s lines with hints beside its colours', () => {
  const size = 32;
  const area = size * size;
  // Blue all over, a black line down the middle.
  const line = new Uint8Array(area).map((_, p) => (p % size === 16 ? 0 : 255));
  const color = new Uint8Array(3 * area).fill(200, 2 * area);
  const pair = { width: size, height: size, line, color };
  const samples = [0, 1, 2].map((n) => makeSample(pair, size, new Random('sheet', n), { none: 0, astray: 0 }));
  const sheet = previewSheet(samples, 2);
  expect([sheet.width, sheet.height]).toEqual([2 * 70 + 6, 2 * 38 + 6]);
  expect(pixel(sheet, 0, 0)).toEqual([128, 128, 128, 255]);
  expect(pixel(sheet, 6 + 32 + 3, 6 + 3)).toEqual([0, 0, 200, 255]); // the truth of the first
  const left = Array.from({ length: area }, (_, p) =>
    pixel(sheet, 6 + (p % size), 6 + Math.floor(p / size)).slice(0, 3),
  );
  const bluish = left.filter(([r, g, b]) => b > r + 100 && b > g + 100);
  const { mask } = samples[0].inputs.hints;
  expect(bluish.length).toBe(mask.reduce((a, b) => a + b, 0)); // hints, nothing else of the colours
  expect(left.some(([r]) => r < 160 && r !== 90)).toBe(true); // the line
});
