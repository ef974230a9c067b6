import { describe, expect, test } from 'vitest';
import { parseColor, parseHints } from '../../../src/models/hints/hints.js';
import { placeHints } from '../../../src/models/hints/placeHints.js';
import { simulateHints } from '../../../src/models/hints/simulateHints.js';
import { rgbPlanes } from '../../../src/vision/planes.js';
import { draw, pixel } from '../shapes.js';

const picture = draw(
  120,
  90,
  '<rect x="0" y="0" width="60" height="90" fill="#cc2200"/><circle cx="90" cy="45" r="20" fill="#0044cc"/><circle cx="30" cy="30" r="8" fill="#eeee00"/>',
);
const color = rgbPlanes(picture);

/** A small generator of our own, so that the test is the same everywhere. */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('placeHints', () => {
  test('dabs the largest areas first, in their middle, with their colour', () => {
    const hints = placeHints(color, 6);
    expect(hints.strokes.map((s) => s.color)).toEqual([
      '#cc2200',
      '#ffffff',
      '#0044cc',
      '#eeee00',
      '#cc2200',
      '#ffffff',
    ]);
    for (const { points, color: c } of placeHints(color, 16).strokes) {
      const [x, y] = points[0].map(Math.floor);
      expect(pixel(picture, x, y).slice(0, 3)).toEqual(parseColor(c));
    }
  });

  test('more hints begin with the fewer ones', () => {
    const many = placeHints(color, 64);
    expect(many.strokes).toHaveLength(64);
    expect(placeHints(color, 16).strokes).toEqual(many.strokes.slice(0, 16));
    expect(placeHints(color, 0).strokes).toEqual([]);
    const places = new Set(many.strokes.map((s) => s.points.join()));
    expect(places.size).toBe(64);
  });

  test('keeps away from lines', () => {
    const ink = new Float32Array(120 * 90);
    for (let y = 0; y < 90; y++) ink[y * 120 + 30] = 1;
    const [first] = placeHints(color, 1, ink).strokes;
    expect(Math.abs(first.points[0][0] - 30)).toBeGreaterThan(3);
  });
});

describe('simulateHints', () => {
  test('the same seed gives the same hints; they are valid', () => {
    const a = simulateHints(color, lcg(5), undefined, { none: 0 });
    expect(a).toEqual(simulateHints(color, lcg(5), undefined, { none: 0 }));
    expect(a).not.toEqual(simulateHints(color, lcg(6), undefined, { none: 0 }));
    expect(parseHints(JSON.parse(JSON.stringify(a)), [120, 90])).toEqual(a);
  });

  test('numbers are as asked: a fifth without hints, a geometric mean of 11', () => {
    const random = lcg(1);
    const counts = Array.from({ length: 600 }, () => simulateHints(color, random).strokes.length);
    const hinted = counts.filter((n) => n > 0);
    expect(1 - hinted.length / counts.length).toBeGreaterThan(0.15);
    expect(1 - hinted.length / counts.length).toBeLessThan(0.25);
    const mean = hinted.reduce((a, b) => a + b, 0) / hinted.length;
    expect(mean).toBeGreaterThan(9);
    expect(mean).toBeLessThan(13);
  });

  test('dabs carry the colour of the place', () => {
    const random = lcg(2);
    let right = 0;
    let all = 0;
    for (let i = 0; i < 60; i++) {
      for (const s of simulateHints(color, random, undefined, { none: 0, jitter: 0, strokes: 0 }).strokes) {
        const [x, y] = s.points[0].map(Math.floor);
        all++;
        if (parseColor(s.color).every((v, c) => Math.abs(v - pixel(picture, x, y)[c]) <= 8)) right++;
      }
    }
    expect(right / all).toBeGreaterThan(0.93);
  });
});
