import { expect, test } from 'vitest';
import { inflate, tilts } from '../../../src/models/light/inflate.js';
import { linksOf, smoothed } from '../../../src/models/light/links.js';

const SIDE = 160;

const shape = (labelAt: (x: number, y: number) => number, frontAt: (x: number, y: number) => number = () => 0) => ({
  width: SIDE,
  height: SIDE,
  label: Int32Array.from({ length: SIDE * SIDE }, (_, p) => labelAt(p % SIDE, Math.floor(p / SIDE))),
  front: Uint8Array.from({ length: SIDE * SIDE }, (_, p) => frontAt(p % SIDE, Math.floor(p / SIDE))),
});

test('a disc becomes half a ball, which turns away from the viewer as a ball does', () => {
  const r = 60;
  const disc = shape((x, y) => (Math.hypot(x - 79.5, y - 79.5) < r ? 1 : 0));
  const u = inflate(disc);
  const tilt = tilts(u, disc);
  for (const [x, y] of [
    [80, 80],
    [100, 80],
    [80, 50],
    [110, 110],
  ]) {
    const [dx, dy] = [x - 79.5, y - 79.5];
    expect(u[y * SIDE + x] / (r * r - dx * dx - dy * dy)).toBeCloseTo(1, 1);
    expect(tilt[y * SIDE + x]).toBeCloseTo(dx / r, 1);
    expect(tilt[SIDE * SIDE + y * SIDE + x]).toBeCloseTo(dy / r, 1);
  }
});

test('what something in front hides goes on level there, and ends where it lies in front itself', () => {
  const strip = (x: number) => (x >= 40 && x < 80 ? 1 : x >= 80 && x < 120 ? 2 : 0);
  const right = shape(strip, (x) => [0, 1, 2][strip(x)]);
  const tilt = tilts(inflate(right), right);
  const at = (x: number) => tilt[80 * SIDE + x];
  expect(at(41)).toBeLessThan(-0.8); // its end on the ground
  expect(Math.abs(at(78))).toBeLessThan(0.1); // behind the other
  expect(at(81)).toBeLessThan(-0.8);
  expect(at(118)).toBeGreaterThan(0.8);
});

test('within reach of its end a shape rises, beyond it is flat', () => {
  const square = shape((x, y) => (x > 10 && x < 150 && y > 10 && y < 150 ? 1 : 0));
  const tilt = tilts(inflate(square, 10), square);
  expect(tilt[80 * SIDE + 145]).toBeGreaterThan(0.3);
  expect(tilt[80 * SIDE + 110]).toBeLessThan(0.03);
});

test('smoothing goes no farther than a label', () => {
  const label = Int32Array.from({ length: 20 }, (_, p) => (p < 10 ? 1 : 2));
  const step = Float32Array.from({ length: 20 }, (_, p) => (p < 5 ? 1 : 0));
  const out = smoothed(step, linksOf(label, 20, 1), 20, 10);
  expect(out[5]).toBeGreaterThan(0.2);
  expect(out[4]).toBeLessThan(0.8);
  expect([...out.subarray(10)]).toEqual(new Array(10).fill(0));
});
