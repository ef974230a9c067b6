import { describe, expect, test } from 'vitest';
import { createFloodColorizer } from '../../../src/models/colorizer.js';
import type { HintStroke } from '../../../src/models/hints/hints.js';
import { separateGlazes } from '../../../src/models/propagation/glaze.js';
import { Propagator } from '../../../src/models/propagation/propagate.js';
import { circle, draw, pixel } from '../shapes.js';

const SKIN = '#f0c8a8';
const BLUSH = '#e07070';

const dab = (color: string, x: number, y: number, more: Partial<HintStroke> = {}): HintStroke => ({
  color,
  width: 12,
  points: [[x, y]],
  ...more,
});
const glaze = (color: string, x: number, y: number, more: Partial<HintStroke> = {}) =>
  dab(color, x, y, { glaze: true, ...more });

/** A circle in the middle of a sketch of 300 × 200, coloured by flooding; what a place then shows. */
async function paint(...strokes: HintStroke[]): Promise<(x: number, y: number) => string> {
  const colorizer = createFloodColorizer();
  colorizer.setSketch(draw(300, 200, circle(150, 100, 90)));
  const { color } = await colorizer.colorize({ size: [300, 200], strokes });
  const hex = (v: number) => v.toString(16).padStart(2, '0');
  return (x, y) => `#${pixel(color, x, y).slice(0, 3).map(hex).join('')}`;
}

describe('a stroke marked as a glaze', () => {
  test('stays near itself in an area that has a colour', async () => {
    const at = await paint(dab(SKIN, 100, 60), glaze(BLUSH, 180, 120));
    expect(at(180, 120)).toBe(BLUSH);
    const beside = at(191, 120);
    expect([SKIN, BLUSH]).not.toContain(beside); // softly
    for (const [x, y] of [
      [180, 70],
      [130, 150],
      [225, 120],
    ])
      expect(at(x, y)).toBe(SKIN);
  });

  test('colours an area that has none, as any stroke does', async () => {
    const at = await paint(glaze(BLUSH, 180, 120));
    for (const [x, y] of [
      [180, 120],
      [100, 60],
    ])
      expect(at(x, y)).toBe(BLUSH);
  });

  test('spreads as far as its reach, and further under a broader brush', async () => {
    const reaching = async (more: Partial<HintStroke>) => {
      const at = await paint(dab(SKIN, 100, 60), glaze(BLUSH, 180, 110, more));
      let x = 180;
      while (at(x, 110) !== SKIN) x++;
      return x - 180;
    };
    const [small, broad] = [await reaching({ width: 2 }), await reaching({ width: 16 })];
    expect(broad).toBeGreaterThan(small + 7 + 4); // the brush's own half, and more
    expect(Math.abs((await reaching({ width: 6, reach: 30 })) - 33)).toBeLessThan(4);
  });

  test('touches no area but its own, and where it slipped over a line nothing', async () => {
    const beside = dab('#4060a0', 20, 20);
    const slipping = glaze(BLUSH, 225, 100, {
      points: [
        [180, 100],
        [242, 100],
      ],
    });
    const at = await paint(dab(SKIN, 100, 60), beside, slipping);
    expect(at(225, 100)).toBe(BLUSH);
    for (const x of [244, 250, 260]) expect(at(x, 100)).toBe('#4060a0');
  });

  test('colours what a line closes, however small: an eye is no part of the face', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(300, 200, circle(150, 100, 90) + circle(180, 90, 8, 2)));
    const { color, glazed } = await colorizer.colorize({
      size: [300, 200],
      strokes: [dab(SKIN, 100, 60), glaze('#207060', 180, 90, { width: 6 })],
    });
    expect(glazed).toBeUndefined();
    const hex = (x: number, y: number) => pixel(color, x, y).slice(0, 3).join();
    expect(hex(184, 93)).toBe('32,112,96');
    expect(hex(195, 90)).toBe('240,200,168');
  });

  test('is told apart, so that looks can leave it alone', async () => {
    const colorizer = createFloodColorizer();
    colorizer.setSketch(draw(300, 200, circle(150, 100, 90)));
    const { glazed } = await colorizer.colorize({
      size: [300, 200],
      strokes: [dab(SKIN, 100, 60), glaze(BLUSH, 180, 120)],
    });
    expect(pixel(glazed!(), 180, 120)[0]).toBe(255);
    expect(pixel(glazed!(), 110, 80)[0]).toBe(0);
  });

  test('of the colour that the area has is no glaze', async () => {
    const at = await paint(dab(SKIN, 100, 60), dab('#4060a0', 200, 140), glaze('#4060a0', 110, 70));
    expect(at(130, 80)).toBe('#4060a0');
  });

  test('is a part of the gradient that the area was dabbed as', async () => {
    const grey = (y: number) => `#${(40 + y).toString(16).padStart(2, '0').repeat(3)}`;
    const at = await paint(
      ...[40, 75, 115, 155].map((y, k) => dab(grey(y), [120, 185, 125, 170][k], y, k > 0 ? { glaze: true } : {})),
    );
    for (const y of [60, 95, 135])
      expect(Math.abs(Number.parseInt(at(170, y).slice(1, 3), 16) - 40 - y)).toBeLessThan(4);
  });
});

describe('a stroke', () => {
  /** Two areas side by side, the border at x = 30 of 60; which of them hold a stroke's pixels. */
  function lands(stroke: HintStroke): readonly ('left' | 'right')[] {
    const [width, height] = [60, 40];
    const basins = Int32Array.from({ length: width * height }, (_, p) => (p % width < 30 ? 1 : 2));
    const terrain = { slopes: new Float32Array(width * height), basins, propagator: new Propagator(width, height) };
    const { hints } = separateGlazes({ size: [width, height], strokes: [stroke] }, terrain);
    const held = new Set(basins.filter((_, p) => hints.labels[p] > 0));
    return (['left', 'right'] as const).filter((_, k) => held.has(k + 1));
  }
  const box = (left: number, right: number): HintStroke =>
    dab(SKIN, 0, 0, {
      area: true,
      points: [
        [left, 5],
        [right, 5],
        [right, 35],
        [left, 35],
      ],
    });

  test('is in no area that only its rim comes into', () => {
    expect(lands(dab(SKIN, 26, 20, { width: 12 }))).toEqual(['left']);
    expect(lands(dab(SKIN, 29, 20, { width: 12 }))).toEqual(['left', 'right']); // by a good part
    expect(lands(dab(SKIN, 34, 20, { width: 12 }))).toEqual(['right']);
  });

  test('is in every area that its path enters', () => {
    const points: [number, number][] = [
      [4, 20],
      [31.5, 20],
    ];
    expect(lands(dab(SKIN, 0, 0, { width: 3, points }))).toEqual(['left', 'right']);
  });

  test('that fills an area is for no other that it stands out into, but for those that it covers', () => {
    expect(lands(box(2, 32))).toEqual(['left']);
    expect(lands(box(2, 50))).toEqual(['left', 'right']);
  });
});
