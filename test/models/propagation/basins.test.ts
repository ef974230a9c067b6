import { describe, expect, test } from 'vitest';
import { calmBasins, findBasins } from '../../../src/models/propagation/basins.js';
import { relief } from '../../../src/models/propagation/relief.js';

const SIDE = 64;
const AREA = SIDE * SIDE;

/** A wall down the middle, with a gap of one pixel. */
const ink = new Float32Array(AREA).map((_, p) => (p % SIDE === 32 && Math.floor(p / SIDE) !== 20 ? 1 : 0));
const basins = findBasins(ink, relief(ink, SIDE, SIDE, 192), SIDE, SIDE, 192);
const at = (x: number, y: number) => y * SIDE + x;

/** Left half around 0.2, right half around 0.8, each uneven. */
const uneven = () => new Float32Array(3 * AREA).map((_, i) => (i % SIDE < 32 ? 0.2 : 0.8) + (i % 3 === 0 ? 0.05 : 0));
const spread = (color: Float32Array, left: number, right: number) => {
  const values = Array.from({ length: AREA }, (_, p) => p).filter((p) => p % SIDE >= left && p % SIDE < right);
  return Math.max(...values.map((p) => color[p])) - Math.min(...values.map((p) => color[p]));
};

describe('basins', () => {
  test('are parted by a line in spite of a small gap, and reach up to it', () => {
    expect(new Set(basins)).toEqual(new Set([1, 2]));
    expect(basins[at(2, 20)]).toBe(basins[at(30, 60)]);
    expect(basins[at(34, 20)]).toBe(basins[at(60, 3)]);
    expect(basins[at(2, 20)]).not.toBe(basins[at(60, 20)]);
    expect(new Set(findBasins(new Float32Array(AREA), new Float32Array(AREA), SIDE, SIDE))).toEqual(new Set([1])); // a blank page
    expect(new Set(findBasins(new Float32Array(AREA).fill(1), new Float32Array(AREA).fill(1), SIDE, SIDE))).toEqual(
      new Set([0]),
    );
  });

  test('are parted by a line that stops short of the page’s edge', () => {
    const short = new Float32Array(AREA).map((_, p) => (p % SIDE === 32 && p < 60 * SIDE ? 1 : 0));
    const parted = findBasins(short, relief(short, SIDE, SIDE, 256), SIDE, SIDE, 256);
    expect(new Set(parted)).toEqual(new Set([1, 2]));
    expect(parted[at(20, 63)]).not.toBe(parted[at(45, 63)]);
  });

  test('without a hint become one colour, those with one stay as they are', () => {
    const color = uneven();
    const labels = new Int32Array(AREA);
    labels[at(50, 10)] = 1;
    calmBasins(color, basins, { labels }, ink);
    expect(spread(color, 0, 31)).toBeLessThan(0.01);
    expect(color[at(5, 5)]).toBeGreaterThan(0.19);
    expect(color[at(5, 5)]).toBeLessThan(0.26);
    expect(color.slice(at(40, 5), at(60, 5))).toEqual(uneven().slice(at(40, 5), at(60, 5)));
  });

  test('have no halo of another colour along their lines', () => {
    const color = new Float32Array(3 * AREA).fill(0.8);
    for (let p = 0; p < AREA; p++) if (p % SIDE > 24 && p % SIDE < 32) color[p] = 0.3;
    calmBasins(color, basins, { labels: new Int32Array(AREA) }, ink);
    expect(spread(color, 0, 31)).toBeLessThan(0.002);
  });

  test('of very different colours keep them', () => {
    const color = new Float32Array(3 * AREA).map((_, i) => (Math.floor((i % AREA) / SIDE) < 32 ? 0 : 1));
    calmBasins(color, basins, { labels: new Int32Array(AREA) }, ink);
    expect(color[at(5, 60)] - color[at(5, 3)]).toBeGreaterThan(0.9);
  });
});
