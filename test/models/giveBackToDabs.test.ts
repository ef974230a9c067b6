import { expect, test } from 'vitest';
import { floodPainter } from '../../src/models/floodPainter.js';
import { GridColorizer, type Painter } from '../../src/models/gridColorizer.js';
import type { HintStroke } from '../../src/models/hints/hints.js';
import { circle, draw, pixel } from './shapes.js';

const size: [number, number] = [200, 120];
const sketch = draw(...size, circle(60, 60, 45) + circle(150, 60, 30));
const dab = (color: string, x: number, y: number): HintStroke => ({ color, width: 8, points: [[x, y]] });
const BLUE = [0x30, 0x50, 0xa0, 255];
const RED = [0xc0, 0x20, 0x20, 255];

/** The fill, but yellow from a column to another, as from a network that knows better. */
const stubborn = (from: number, to: number): Painter => ({
  ...floodPainter,
  async paint(inputs) {
    const { color } = await floodPainter.paint(inputs);
    const { width, height } = inputs;
    const n = width * height;
    for (let p = 0; p < n; p++) {
      const x = ((p % width) * size[0]) / width;
      if (x < from || x >= to) continue;
      for (let c = 0; c < 3; c++) color[c * n + p] = c === 2 ? 0 : 1;
    }
    return { color, trust: new Float32Array(n).fill(1) };
  },
});

async function colorize(painter: Painter, strokes: HintStroke[]) {
  const colorizer = new GridColorizer(painter);
  colorizer.setSketch(sketch);
  const { color } = await colorizer.colorize({ size, strokes });
  return (x: number, y: number) => pixel(color, x, y);
}

const isYellow = ([r, g, b]: number[]) => r > 200 && g > 200 && b < 60;

test('an area that is taken from its only dab is given back, to the last pixel of it', async () => {
  const at = await colorize(stubborn(0, 105), [dab('#3050a0', 60, 90), dab('#c02020', 150, 60)]);
  for (const [x, y] of [
    [60, 30],
    [30, 60],
    [95, 60],
  ])
    expect(at(x, y)).toEqual(BLUE);
  expect(at(150, 45)).toEqual(RED);
});

test('a part of an area may be something else', async () => {
  const at = await colorize(stubborn(80, 105), [dab('#3050a0', 45, 60), dab('#c02020', 150, 60)]);
  expect(isYellow(at(95, 60))).toBe(true);
  expect(at(30, 60)).toEqual(BLUE);
});

test('an area with dabs of two colours is the painter’s: one of them may be a highlight that spread too far', async () => {
  const strokes = [dab('#c02020', 28, 60), dab('#3050a0', 70, 60), dab('#c02020', 150, 60)];
  const at = await colorize(stubborn(34, 105), strokes);
  expect(isYellow(at(40, 40))).toBe(true);
  expect(isYellow(at(90, 60))).toBe(true);
});

test('several dabs of one colour are one', async () => {
  const at = await colorize(stubborn(0, 105), [
    dab('#3050a0', 45, 40),
    dab('#3050a0', 75, 80),
    dab('#c02020', 150, 60),
  ]);
  expect(at(60, 60)).toEqual(BLUE);
});

test('an area without a dab is the painter’s', async () => {
  const at = await colorize(stubborn(0, 105), [dab('#c02020', 150, 60)]);
  expect(isYellow(at(60, 60))).toBe(true);
});

test('hints of limited reach claim no more than that', async () => {
  const at = await colorize(stubborn(0, 105), [{ ...dab('#3050a0', 60, 60), reach: 12 }, dab('#c02020', 150, 60)]);
  expect(isYellow(at(60, 25))).toBe(true);
});
