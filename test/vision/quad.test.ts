import { describe, expect, test } from 'vitest';
import { compose, inverse, isConvex, type Place, project, type Quad, toQuad, turned } from '../../src/vision/quad.js';

const SLANT: Quad = [
  [10, 20],
  [110, 35],
  [120, 140],
  [-5, 120],
];
const SIZE = [50, 80] as const;
const CORNERS: readonly Place[] = [
  [0, 0],
  [50, 0],
  [50, 80],
  [0, 80],
];

describe('maps between rectangles and quadrilaterals', () => {
  test('corners come to corners, and back', () => {
    const map = toQuad(SIZE, SLANT);
    for (const [k, corner] of CORNERS.entries()) {
      const [x, y] = project(map, corner);
      expect([x, y]).toEqual([expect.closeTo(SLANT[k][0], 9), expect.closeTo(SLANT[k][1], 9)]);
      const back = project(inverse(map), SLANT[k]);
      expect(back).toEqual([expect.closeTo(corner[0], 9), expect.closeTo(corner[1], 9)]);
    }
  });

  test('straight lines stay straight: the diagonals meet where they met', () => {
    const middle = project(toQuad(SIZE, SLANT), [25, 40]);
    const cross = ([x, y]: Place, [x0, y0]: Place, [x1, y1]: Place) => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    expect(cross(middle, SLANT[0], SLANT[2])).toBeCloseTo(0, 8);
    expect(cross(middle, SLANT[1], SLANT[3])).toBeCloseTo(0, 8);
  });

  test('a composition does one after the other', () => {
    const [first, second] = [toQuad(SIZE, SLANT), inverse(toQuad([7, 9], SLANT))];
    const at = project(compose(second, first), [12, 34]);
    const steps = project(second, project(first, [12, 34]));
    expect(at).toEqual([expect.closeTo(steps[0], 9), expect.closeTo(steps[1], 9)]);
  });

  test('right angles are exact, dents are seen', () => {
    expect(turned([[3, 1]], 90, [1, 1])).toEqual([[1, 3]]);
    expect(turned([[3, 1]], -90, [1, 1])).toEqual([[1, -1]]);
    expect(turned([[3, 1]], 180, [1, 1])).toEqual([[-1, 1]]);
    expect(isConvex(SLANT)).toBe(true);
    expect(isConvex([SLANT[0], SLANT[1], [40, 50], SLANT[3]])).toBe(false);
    expect(isConvex([SLANT[1], SLANT[0], SLANT[3], SLANT[2]])).toBe(false);
  });
});
