import { describe, expect, test } from 'vitest';
import { findRegions } from '../../../src/models/look/regionMap.js';
import { areaContains, areaLoops } from '../../../src/ui/hints/area.js';
import { traceRegion } from '../../../src/ui/regions/traceRegion.js';

const SIDE = 100;

/** Ink of a sketch of 100 × 100 with lines where `isLine` says. */
function ink(isLine: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, p) => (isLine(p % SIDE, Math.floor(p / SIDE)) ? 255 : 0));
}

const ring = (x: number, y: number, radius: number) => Math.abs(Math.hypot(x - 50, y - 50) - radius) < 1.5;

describe('regions', () => {
  test('a circle parts inside from outside', () => {
    const { label, count } = findRegions(
      ink((x, y) => ring(x, y, 30)),
      SIDE,
      SIDE,
      6,
    );
    expect(count).toBe(2);
    expect(label[50 * SIDE + 50]).not.toBe(label[0]);
    expect(label[50 * SIDE + 75]).toBe(label[50 * SIDE + 50]);
    expect(label[50 * SIDE + 20]).toBe(0); // the line
  });

  test('corners that a ball is too round for belong to their room', () => {
    const box = ink((x, y) => {
      const [dx, dy] = [Math.abs(x - 50), Math.abs(y - 50)];
      return Math.max(dx, dy) < 40 && Math.max(dx, dy) >= 38;
    });
    for (const gap of [4, 12, 30]) {
      const { count, label } = findRegions(box, SIDE, SIDE, gap);
      expect(count, `gap ${gap}`).toBe(2);
      expect(label[13 * SIDE + 13]).toBe(label[50 * SIDE + 50]);
    }
  });

  test('a gap is closed up to the width asked for', () => {
    const open = ink((x, y) => ring(x, y, 30) && !(x > 50 && Math.abs(y - 50) < 3));
    const isParted = (gap: number) => {
      const { label } = findRegions(open, SIDE, SIDE, gap);
      return label[50 * SIDE + 50] !== label[50 * SIDE + 95];
    };
    expect(isParted(0)).toBe(false);
    expect(isParted(10)).toBe(true);
  });

  test('rooms too narrow for the ball are rooms', () => {
    // Two lines 4 apart: the corridor between them is a region of its own at any gap.
    const corridor = ink((x) => x === 40 || x === 45);
    for (const gap of [0, 6, 20]) {
      const { label } = findRegions(corridor, SIDE, SIDE, gap);
      expect(new Set([label[50 * SIDE + 10], label[50 * SIDE + 42], label[50 * SIDE + 80]]).size, `gap ${gap}`).toBe(3);
    }
  });

  test('filled regions meet under the line', () => {
    const { filled } = findRegions(
      ink((x) => x >= 48 && x <= 51),
      SIDE,
      SIDE,
      4,
    );
    expect(filled[48]).toBe(filled[0]);
    expect(filled[51]).toBe(filled[99]);
    expect(filled.every((l) => l > 0)).toBe(true);
  });

  test('the outline of a ring is an area with a hole', () => {
    const { label } = findRegions(
      ink((x, y) => ring(x, y, 40) || ring(x, y, 20)),
      SIDE,
      SIDE,
      4,
    );
    const points = traceRegion({ label, width: SIDE, height: SIDE }, label[50 * SIDE + 80])!;
    expect(areaLoops({ points })).toHaveLength(2);
    for (const [x, y, inside] of [
      [80, 50, true],
      [50, 20, true],
      [50, 50, false],
      [2, 2, false],
      [97, 50, false],
    ] as const) {
      expect(areaContains({ points }, [x, y]), `${x}, ${y}`).toBe(inside);
    }
    expect(points.length).toBeLessThan(200);
  });
});
