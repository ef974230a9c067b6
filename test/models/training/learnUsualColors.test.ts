import { expect, test } from 'vitest';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';
import { learnUsualColors } from '../../../src/models/training/learnUsualColors.js';
import type { TrainingPair } from '../../../src/models/training/trainingPair.js';
import { deltaE2000, labFromSrgb, srgbFromHex } from '../../../src/vision/colorSpaces.js';
import { Random } from '../../../src/vision/random.js';

const SIDE = 64;
const AREA = SIDE * SIDE;

/** A picture of two halves with a line between them, each of a colour that is a little off. */
function halves(seed: number, left: string, right: string): TrainingPair {
  const random = new Random('halves', seed);
  const off = () => random.normal(0, 6);
  const colors = [left, right].map((hex) => srgbFromHex(hex)!.map((value) => 255 * value + off()));
  const line = new Uint8Array(AREA).map((_, p) => (Math.abs((p % SIDE) - 32) < 2 ? 0 : 255));
  const color = new Uint8Array(3 * AREA);
  for (let p = 0; p < AREA; p++)
    for (let c = 0; c < 3; c++) color[c * AREA + p] = Math.max(0, Math.min(255, colors[p % SIDE < 32 ? 0 : 1][c]));
  return { width: SIDE, height: SIDE, line, color };
}

/** Says that the left half is one part and the right half another. */
const segmenter = (left: Part, right: Part, height = 12) => ({
  async segment(_ink: Float32Array, width: number, rows: number) {
    const cells = { width: width / 4, height: rows / 4 };
    const n = cells.width * cells.height;
    const data = new Float32Array(PARTS.length * n);
    for (let cell = 0; cell < n; cell++)
      data[PARTS.indexOf(cell % cells.width < cells.width / 2 ? left : right) * n + cell] = height;
    return { ...cells, data };
  },
});

const pictures = (count: number, left: string, right: string) =>
  Array.from({ length: count }, (_, k) => halves(k, left, right));
const near = (a: string, b: string) => deltaE2000(labFromSrgb(srgbFromHex(a)!), labFromSrgb(srgbFromHex(b)!)) < 8;

test('the usual colours of parts are those of most pictures, not swayed by a few others', async () => {
  const seen = [...pictures(9, '#2f6f73', '#e07a5f'), ...pictures(3, '#ffffff', '#102030')];
  const learned = await learnUsualColors(segmenter('hair', 'cloth'), seen, pictures(3, '#2f6f73', '#e07a5f'));
  expect(Object.keys(learned).sort()).toEqual(['cloth', 'hair']);
  expect(near(learned.hair!, '#2f6f73')).toBe(true);
  expect(near(learned.cloth!, '#e07a5f')).toBe(true);
});

test('a colour that is farther from the pictures kept aside than the usual one is not taken', async () => {
  const skin = '#f4cdb0';
  const learned = await learnUsualColors(segmenter('skin', 'hair'), pictures(6, '#3050ff', '#2f6f73'), [
    ...pictures(3, skin, '#2f6f73'),
  ]);
  expect(Object.keys(learned)).toEqual(['hair']);
});

test('nothing is learned of parts in too few pictures, of unsure areas, and without a segmenter', async () => {
  const few = await learnUsualColors(segmenter('hair', 'cloth'), pictures(3, '#2f6f73', '#e07a5f'), []);
  expect(few).toEqual({});
  const unsure = await learnUsualColors(segmenter('hair', 'cloth', 1), pictures(9, '#2f6f73', '#e07a5f'), []);
  expect(unsure).toEqual({});
  expect(await learnUsualColors({}, pictures(9, '#2f6f73', '#e07a5f'), [])).toEqual({});
});
