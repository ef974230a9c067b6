import { expect, test } from 'vitest';
import { distanceToPath } from '../../../src/ui/canvas/geometry.js';
import { simplifyPath } from '../../../src/ui/canvas/strokePath.js';

test('a straight line needs its ends alone', () => {
  const line = Array.from({ length: 100 }, (_, i) => [i, i / 2] as const);
  expect(simplifyPath(line, 0.1)).toEqual([
    [0, 0],
    [99, 49.5],
  ]);
});

test('no point moves further than the tolerance and the rounding', () => {
  const wave = Array.from({ length: 500 }, (_, i) => [i, 40 * Math.sin(i / 20)] as const);
  const path = simplifyPath(wave, 0.5);
  expect(path.length).toBeLessThan(100);
  for (const point of wave) expect(distanceToPath(point, path)).toBeLessThan(0.6);
});

test('a point stays a point, however often it is repeated', () => {
  expect(simplifyPath([[3.1259, 2.6828]], 0.5)).toEqual([[3.1, 2.7]]);
  expect(
    simplifyPath(
      [
        [5, 5],
        [5.01, 5],
        [5, 5.02],
      ],
      0.5,
    ),
  ).toEqual([[5, 5]]);
});
