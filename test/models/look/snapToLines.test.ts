import { expect, test } from 'vitest';
import type { Hints } from '../../../src/models/hints/hints.js';
import { findRegions } from '../../../src/models/look/regionMap.js';
import { snapToLines } from '../../../src/models/look/snapToLines.js';
import type { Picture } from '../../../src/vision/picture.js';

const SIDE = 40;
const RED = [200, 60, 50] as const;
const DARK_RED = [150, 45, 38] as const;
const GREEN = [80, 180, 90] as const;
const NO_HINTS: Hints = { size: [SIDE, SIDE], strokes: [] };

/** A line down the middle, at x = 20, parts two regions. */
const regions = findRegions(
  Uint8Array.from({ length: SIDE * SIDE }, (_, p) => (p % SIDE === 20 ? 255 : 0)),
  SIDE,
  SIDE,
  4,
);

/** Red, shaded at its foot, left of the line and five pixels past it; green from there, with half a step between. */
const spilled = picture((x, y) => {
  if (x > 26) return GREEN;
  if (x === 26) return [140, 120, 70];
  return y < 30 ? RED : DARK_RED;
});

function picture(colorAt: (x: number, y: number) => readonly [number, number, number]): Picture {
  const data = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let p = 0; p < SIDE * SIDE; p++) data.set([...colorAt(p % SIDE, Math.floor(p / SIDE)), 255], 4 * p);
  return { width: SIDE, height: SIDE, data };
}
const at = ({ data }: Picture, x: number, y: number) => [...data.subarray(4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3)];

test('a colour that came over a line ends at it, and so does the way from one to the other', () => {
  const snapped = snapToLines(spilled, regions, NO_HINTS);
  for (let x = 21; x < SIDE; x++) for (let y = 1; y < SIDE - 1; y++) expect(at(snapped, x, y)).toEqual([...GREEN]);
  expect(at(snapped, 18, 10)).toEqual([...RED]);
  expect(spilled.data[4 * 22]).toBe(RED[0]); // the picture it was made from is as it was
});

test('shade of a region stays', () => {
  const [r, g, b] = at(snapToLines(spilled, regions, NO_HINTS), 10, 35);
  expect([r, g, b].every((v, c) => Math.abs(v - DARK_RED[c]) <= 2)).toBe(true);
});

test('a second colour that a hint asks for stays in its region, and in no other', () => {
  const hints: Hints = { ...NO_HINTS, strokes: [{ color: '#c83c32', width: 2, points: [[23.5, 10.5]] }] };
  const snapped = snapToLines(spilled, regions, hints);
  expect(at(snapped, 23, 20)).toEqual([...RED]);
  expect(at(snapped, 30, 20)).toEqual([...GREEN]);
  const elsewhere: Hints = { ...NO_HINTS, strokes: [{ color: '#c83c32', width: 2, points: [[10.5, 10.5]] }] };
  expect(at(snapToLines(spilled, regions, elsewhere), 23, 20)).toEqual([...GREEN]);
});

test('nothing is asked of a black region or of hints outside the picture', () => {
  const black = picture(() => [0, 0, 0]);
  const hints: Hints = { ...NO_HINTS, strokes: [{ color: '#ffffff', width: 3, points: [[-50, 90]] }] };
  expect(snapToLines(black, regions, hints).data).toEqual(black.data);
});

test('what was glazed on purpose stays as it is', () => {
  const blush = picture((x, y) => (Math.hypot(x - 10, y - 12) < 3 ? [230, 110, 120] : x < 21 ? RED : GREEN));
  const glazed = picture((x, y) => (Math.hypot(x - 10, y - 12) < 3 ? [255, 255, 255] : [0, 0, 0]));
  expect(at(snapToLines(blush, regions, NO_HINTS), 10, 12)).toEqual([...RED]);
  const snapped = snapToLines(blush, regions, NO_HINTS, glazed);
  expect(at(snapped, 10, 12)).toEqual([230, 110, 120]);
  expect(at(snapped, 10, 30)).toEqual([...RED]);
});
