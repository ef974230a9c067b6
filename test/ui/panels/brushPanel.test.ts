import { expect, test } from 'vitest';
import { positionOf, sizeAt } from '../../../src/ui/panels/BrushPanel.js';
import { SIZE_MAX, SIZE_MIN } from '../../../src/ui/store/tools.js';

test('the slider reaches both ends and shows where a size is', () => {
  expect(sizeAt(0)).toBe(SIZE_MIN);
  expect(sizeAt(100)).toBe(SIZE_MAX);
  for (const position of [0, 40, 63, 100]) expect(positionOf(sizeAt(position))).toBeCloseTo(position, -0.5);
});
