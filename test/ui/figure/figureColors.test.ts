import { expect, test } from 'vitest';
import { NO_PART } from '../../../src/models/parts/partMap.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';
import { type Figure, figureColors, ownColors, presentParts, withColor } from '../../../src/ui/figure/figureColors.js';

const SIDE = 100;
const number = (part: Part | null) => (part ? PARTS.indexOf(part) : NO_PART);

/** A hundred columns: hair, skin, cloth, unknown, of 30, 30, 30 and 10; one cell of sky. */
const data = Uint8Array.from({ length: SIDE * SIDE }, (_, p) => {
  const x = p % SIDE;
  return number(x < 30 ? 'hair' : x < 60 ? 'skin' : x < 90 ? 'cloth' : null);
}).fill(number('sky'), 0, 1);

let id = 1;
const dab = (color: string, x: number, more = {}) => ({
  id: id++,
  color,
  width: 4,
  points: [[x, 200]] as [number, number][],
  ...more,
});
const figure = (strokes: Figure['strokes'] = [], parts: Figure['parts'] = {}): Figure => ({
  map: { width: SIDE, height: SIDE, data },
  size: [400, 400], // four sketch pixels a cell
  strokes,
  parts,
});
const usual = { hair: '#74513c', skin: '#f4cdb0' };

test('parts are there by their share of the picture, the face first', () => {
  expect(presentParts(figure().map)).toEqual(['skin', 'hair', 'cloth']);
});

test('a part shows its hint’s colour, else the chosen one, else the usual one, else what the model paints', () => {
  const strokes = [dab('#111111', 20), dab('#222222', 40), dab('#ffffff', 300, { empty: true }), dab('#333333', 390)];
  const colors = figureColors(figure(strokes, { skin: '#e0b090', cloth: '#aa3344' }), usual);
  expect(colors).toEqual([
    { part: 'skin', color: '#e0b090', from: 'chosen' },
    { part: 'hair', color: '#222222', from: 'hint' }, // the later of two
    { part: 'cloth', color: '#aa3344', from: 'chosen' }, // kept paper is no colour
  ]);
  expect(figureColors(figure(), usual).at(-1)).toEqual({ part: 'cloth', color: null, from: 'usual' });
});

test('a character is what hints and choices gave, not what is usual', () => {
  expect(ownColors(figure([dab('#222222', 40)], { cloth: '#aa3344' }))).toEqual({ hair: '#222222', cloth: '#aa3344' });
  expect(ownColors(figure())).toEqual({});
});

test('another colour for a part changes the hints that show, not a strand of another colour, nor other parts', () => {
  const [strand, hair, skin] = [dab('#ff00ff', 20), dab('#222222', 40), dab('#222222', 160)];
  const before = figure([strand, hair, skin]);
  const { strokes, parts } = withColor(before, 'hair', '#445566');
  expect(strokes).toEqual([strand, { ...hair, color: '#445566' }, skin]);
  expect(parts).toEqual({ hair: '#445566' });
  expect(withColor(before, 'cloth', '#445566').strokes).toBe(before.strokes);
});

test('a stroke is on the part that most of it crosses, a filled area on what it covers', () => {
  const line = { ...dab('#123456', 0), points: [10, 60, 100, 150].map((x): [number, number] => [x, 100]) };
  const corners: [number, number][] = [
    [119, 10],
    [230, 10],
    [230, 300],
    [119, 300],
  ];
  const area = { ...dab('#654321', 0), area: true as const, points: [...corners, corners[0]] };
  expect(ownColors(figure([line, area]))).toEqual({ hair: '#123456', skin: '#654321' });
});
