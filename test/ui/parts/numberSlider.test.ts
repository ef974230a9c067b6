import { expect, test } from 'vitest';
import { positionOf, valueAt } from '../../../src/ui/parts/NumberSlider.js';

test('a geometric slider reaches both ends and goes back to where it was', () => {
  expect(valueAt(0, 1, 400, 200)).toBe(1);
  expect(valueAt(200, 1, 400, 200)).toBe(400);
  for (const value of [1, 4, 12, 60, 400]) {
    expect(Math.abs(valueAt(positionOf(value, 1, 400, 200), 1, 400, 200) / value - 1)).toBeLessThan(0.1);
  }
});
