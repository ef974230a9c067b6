import { describe, expect, test } from 'vitest';
import { Propagator } from '../../../src/models/propagation/propagate.js';
import { relief } from '../../../src/models/propagation/relief.js';

const SIDE = 96;

/** A wall down the middle with a gap, and what two dabs, left and right of it, get. */
function leak(gap: number, spread: (ink: Float32Array) => Float32Array): number {
  const ink = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) if (Math.abs(y - 48) > gap / 2) ink[y * SIDE + 48] = 1;
  const labels = new Int32Array(SIDE * SIDE);
  labels[48 * SIDE + 40] = 1; // near the gap
  labels[10 * SIDE + 90] = 2; // far from it
  const { label } = new Propagator(SIDE, SIDE).run(spread(ink), { width: SIDE, height: SIDE, labels });
  let strayed = 0;
  for (let p = 0; p < label.length; p++) if (p % SIDE > 48 && label[p] === 1) strayed++;
  return strayed / (SIDE * 47);
}

describe('relief', () => {
  test('keeps the lines and falls away from them', () => {
    const ink = new Float32Array(SIDE * SIDE);
    for (let y = 0; y < SIDE; y++) ink[y * SIDE + 48] = 0.7;
    const slopes = relief(ink, SIDE, SIDE, 192);
    const row = slopes.subarray(48 * SIDE, 49 * SIDE);
    expect(row[48]).toBeGreaterThanOrEqual(0.7);
    for (let x = 49; x < 60; x++) expect(row[x]).toBeLessThanOrEqual(row[x - 1]);
    expect(row[50]).toBeGreaterThan(0.05);
    expect(row[80]).toBe(0);
    expect(relief(new Float32Array(64), 8, 8)).toEqual(new Float32Array(64));
  });

  test('holds a colour back at a gap, though it is the nearer one', () => {
    expect(leak(3, (ink) => ink)).toBeGreaterThan(0.3);
    expect(leak(3, (ink) => relief(ink, SIDE, SIDE, 192))).toBeLessThan(0.01);
  });
});
