import { describe, expect, test } from 'vitest';
import type { HintStroke } from '../../../src/models/hints/hints.js';
import { type HintRaster, rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { blendHints } from '../../../src/models/propagation/blend.js';
import { propagatedColor } from '../../../src/models/propagation/confidence.js';
import { Propagator } from '../../../src/models/propagation/propagate.js';

const SIDE = 96;
const AREA = SIDE * SIDE;
const at = (x: number, y: number) => y * SIDE + x;

/** Two halves, 1 on the left of the middle and 2 on the right. */
const basins = new Int32Array(AREA).map((_, p) => (p % SIDE < 48 ? 1 : 2));
const ink = new Float32Array(AREA).map((_, p) => (p % SIDE === 48 ? 1 : 0));

/** Grey that grows downwards, from 0.2 to 0.7. */
const grey = (y: number) => 0.2 + (0.5 * y) / SIDE;
const hex = (v: number) =>
  `#${Math.round(255 * v)
    .toString(16)
    .padStart(2, '0')
    .repeat(3)}`;
const dab = (x: number, y: number, value = grey(y), more: Partial<HintStroke> = {}): HintStroke => ({
  color: hex(value),
  width: 3,
  points: [[x, y]],
  ...more,
});

function blend(strokes: HintStroke[]): { hints: HintRaster; spread: Float32Array; blended: Float32Array } {
  const hints = rasterizeHints({ size: [SIDE, SIDE], strokes }, SIDE, SIDE);
  const spread = propagatedColor(new Propagator(SIDE, SIDE).run(ink, hints), hints);
  const blended = spread.slice();
  blendHints(blended, basins, hints);
  return { hints, spread, blended };
}

/** Four dabs of a gradient in the left half. */
const sky = [dab(10, 12), dab(30, 30), dab(12, 50), dab(36, 70)];

describe('blendHints', () => {
  test('finds the gradient that an area was dabbed from, beyond the dabs too', () => {
    const { spread, blended } = blend(sky);
    for (const [x, y] of [
      [24, 20],
      [40, 45],
      [8, 60],
      [5, 5],
      [20, 90],
    ])
      expect(Math.abs(blended[at(x, y)] - grey(y))).toBeLessThan(0.01);
    expect(Math.abs(spread[at(20, 90)] - grey(90))).toBeGreaterThan(0.09); // where propagation stays with the last dab
  });

  test('takes colours chosen by eye', () => {
    const off = [0.02, -0.02, 0.02, -0.015];
    const { blended } = blend(
      sky.map((hint, i) => dab(hint.points[0][0], hint.points[0][1], grey(hint.points[0][1]) + off[i])),
    );
    for (const y of [5, 30, 50, 70]) expect(Math.abs(blended[at(24, y)] - grey(y))).toBeLessThan(0.04);
  });

  test('does not go on for ever', () => {
    const near = [dab(10, 4, 0.2), dab(30, 8, 0.24), dab(12, 12, 0.28), dab(36, 16, 0.32)];
    const { blended } = blend(near);
    expect(blended[at(20, 90)]).toBeCloseTo(0.32 + 2 * 0.12, 1);
  });

  test('leaves flat areas apart that no line parts', () => {
    const flat = [dab(8, 10, 0.3), dab(40, 30, 0.3), dab(8, 60, 0.6), dab(40, 80, 0.6), dab(20, 20, 0.31)];
    const { spread, blended } = blend(flat);
    expect(blended).toEqual(spread);
  });

  test('leaves dabs that are no gradient, and those too few to tell', () => {
    for (const dabs of [
      [dab(10, 12, 0.2), dab(30, 30, 0.7), dab(12, 50, 0.1), dab(36, 70, 0.5), dab(8, 85, 0.9)],
      sky.slice(0, 3),
    ]) {
      const { spread, blended } = blend(dabs);
      expect(blended).toEqual(spread);
    }
  });

  test('leaves other areas, also one whose dabs have all one colour', () => {
    const { spread, blended } = blend([...sky, dab(60, 20, 0.9), dab(80, 30, 0.9), dab(60, 50, 0.9), dab(80, 80, 0.9)]);
    expect(blended[at(20, 40)]).not.toBe(spread[at(20, 40)]);
    for (let p = 0; p < AREA; p++) if (basins[p] === 2) expect(blended[p]).toBe(spread[p]);
  });

  test('counts no dabs that keep paper or stay near', () => {
    const [first, second, third, fourth] = sky;
    for (const other of [dab(36, 70, grey(70), { reach: 10 }), dab(36, 70, grey(70), { empty: true })]) {
      const { spread, blended } = blend([first, second, third, other]);
      expect(blended).toEqual(spread);
    }
    expect(blend([first, second, third, fourth]).blended).not.toEqual(blend(sky).spread);
  });

  test('takes strokes as well; two of them may be two areas', () => {
    const across = (y: number): HintStroke => ({
      ...dab(4, y),
      points: [
        [4, y],
        [44, y],
      ],
    });
    const { blended } = blend([8, 30, 52, 74].map(across));
    for (const x of [6, 24, 42]) expect(Math.abs(blended[at(x, 40)] - grey(40))).toBeLessThan(0.01);
    const two = blend([across(10), across(70)]);
    expect(two.blended).toEqual(two.spread);
  });
});
