import { describe, expect, test } from 'vitest';
import { inkUnlined } from '../../../src/models/recipes/inkUnlined.js';
import { createPlanes, type Planes } from '../../../src/vision/planes.js';

const SIDE = 64;
const RED = [0.9, 0.2, 0.2] as const;
const DARK_RED = [0.72, 0.12, 0.14] as const;
const BLUE = [0.2, 0.3, 0.9] as const;

/** A page of one colour left of a column and of another one right of it, soft by a pixel. */
function halves(left: readonly number[], right: readonly number[], column = 32): Planes {
  const rgb = createPlanes(3, SIDE, SIDE);
  for (let p = 0; p < SIDE * SIDE; p++) {
    const x = p % SIDE;
    const share = x < column ? 0 : x === column ? 0.5 : 1;
    for (let c = 0; c < 3; c++) rgb.data[c * SIDE * SIDE + p] = left[c] + share * (right[c] - left[c]);
  }
  return rgb;
}

/** Lines of no drawing, or one across the page from a row on, `thick` pixels. */
function paper(row = SIDE, thick = 2): Planes {
  const line = createPlanes(1, SIDE, SIDE);
  line.data.fill(1);
  line.data.fill(0, row * SIDE, Math.min(SIDE, row + thick) * SIDE);
  return line;
}

const darkest = (line: Planes, y: number, from: number, to: number) =>
  Math.min(...line.data.subarray(y * SIDE + from, y * SIDE + to));

describe('inkUnlined', () => {
  test('draws a line of the width asked for where two colours meet, and nowhere else', () => {
    const line = paper();
    inkUnlined(halves(RED, BLUE), line, 3);
    for (const y of [4, 30, 59]) {
      const ink = line.data.subarray(y * SIDE, (y + 1) * SIDE).reduce((sum, v) => sum + 1 - v, 0);
      expect(ink).toBeCloseTo(3, 0);
      expect(darkest(line, y, 31, 34)).toBe(0);
      expect(darkest(line, y, 0, 28)).toBe(1);
    }
  });

  test('leaves shades of one colour, and borders that have their line, alone', () => {
    const shaded = paper();
    inkUnlined(halves(RED, DARK_RED), shaded, 3);
    expect(Math.min(...shaded.data)).toBe(1);

    const lined = paper();
    for (let y = 0; y < SIDE; y++) lined.data.fill(0, y * SIDE + 30, y * SIDE + 33); // a little beside it
    const before = lined.data.slice();
    inkUnlined(halves(RED, BLUE), lined, 3);
    expect(lined.data).toEqual(before);
  });

  test('a line that is drawn goes on to the one that it ends at', () => {
    const line = paper(40);
    inkUnlined(halves(RED, BLUE), line, 2);
    for (let y = 4; y < 60; y++) expect(darkest(line, y, 30, 36)).toBeLessThan(0.3);
  });

  test('specks get none', () => {
    const rgb = halves(RED, RED);
    for (let c = 0; c < 3; c++) rgb.data.set([BLUE[c], BLUE[c]], c * SIDE * SIDE + 20 * SIDE + 20);
    const line = paper();
    inkUnlined(rgb, line, 2);
    expect(Math.min(...line.data)).toBe(1);
  });
});
