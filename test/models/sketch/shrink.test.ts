import { expect, test } from 'vitest';
import { draftFactor, shrink, shrinkSketch } from '../../../src/models/sketch/shrink.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { circle, draw, pixel } from '../shapes.js';

test('sides are divided by the least whole number that makes a megapixel of a picture', () => {
  const factor = (width: number, height: number) => draftFactor({ width, height });
  expect([factor(1024, 1024), factor(1025, 1024), factor(4096, 4096), factor(8, 100_000)]).toEqual([1, 2, 4, 1]);
});

test('a pixel is the mean of a square, each of its colours counted by its alpha', () => {
  const data = new Uint8ClampedArray([
    ...[200, 0, 0, 255, 0, 0, 100, 85, 9, 9, 9, 9],
    ...[200, 0, 0, 255, 77, 77, 77, 0, 9, 9, 9, 9],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  ]);
  const small = shrink({ width: 3, height: 3, data }, 2);
  expect([small.width, small.height]).toEqual([1, 1]); // what is left over is cut off
  expect(pixel(small, 0, 0)).toEqual([171, 0, 14, 149]); // 200 · 510 / 595, 100 · 85 / 595, 595 / 4
  const nothing = shrink({ width: 2, height: 2, data: new Uint8ClampedArray(16) }, 2);
  expect(pixel(nothing, 0, 0)).toEqual([0, 0, 0, 0]);
});

test('a small sketch has its ink, lines and opacity where the large one has them', () => {
  const figure = draw(
    90,
    61,
    `<rect x="10" y="10" width="60" height="40" fill="white"/>${circle(45, 30, 15, 4)}`,
    null,
  );
  const sketch = readSketch(figure);
  const small = shrinkSketch(sketch, 2);
  expect([small.width, small.height, small.kind]).toEqual([45, 30, sketch.kind]);
  const at = (x: number, y: number) => y * 45 + x;
  expect([small.ink[at(22, 15)], small.alpha![at(22, 15)], small.alpha![at(1, 1)]]).toEqual([0, 255, 0]);
  expect(small.ink[at(15, 15)]).toBeGreaterThan(200); // the circle's left
  expect(pixel(small.lines, 15, 15)[3]).toBeGreaterThan(200);
  expect(shrinkSketch(sketch, 1)).toBe(sketch);
});
