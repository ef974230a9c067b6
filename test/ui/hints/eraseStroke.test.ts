import { expect, test } from 'vitest';
import type { HintStroke } from '../../../src/models/hints/hints.js';
import { eraseStroke } from '../../../src/ui/hints/eraseStroke.js';

const line: HintStroke = {
  color: '#ff0000',
  width: 8,
  points: [
    [0, 0],
    [50, 0],
    [100, 0],
  ],
};

test('what the eraser does not touch stays the same stroke', () => {
  expect(eraseStroke(line, [50, 30], 10)).toBeNull();
});

test('the middle goes and two parts stay', () => {
  const parts = eraseStroke(line, [50, 0], 10)!;
  expect(parts.map(({ points }) => points)).toEqual([
    [
      [0, 0],
      [40, 0],
    ],
    [
      [60, 0],
      [100, 0],
    ],
  ]);
  expect(parts[0]).toMatchObject({ color: '#ff0000', width: 8 });
});

test('an end goes and the rest stays', () => {
  expect(eraseStroke(line, [0, 0], 10)!.map(({ points }) => points)).toEqual([
    [
      [10, 0],
      [50, 0],
      [100, 0],
    ],
  ]);
});

test('a stroke within the eraser, a dab and an area go whole', () => {
  expect(eraseStroke(line, [50, 0], 60)).toEqual([]);
  expect(eraseStroke({ ...line, points: [[5, 5]] }, [0, 0], 10)).toEqual([]);
  const square: HintStroke = {
    ...line,
    area: true,
    points: [
      [0, 0],
      [90, 0],
      [90, 90],
      [0, 90],
      [0, 0],
    ],
  };
  expect(eraseStroke(square, [45, 45], 4)).toEqual([]);
  expect(eraseStroke(square, [95, 45], 4)).toBeNull();
});

test('widths of a pen are cut with the points', () => {
  const [first, second] = eraseStroke({ ...line, widths: [2, 4, 8] }, [50, 0], 25)!;
  expect(first.widths).toEqual([2, 3]);
  expect(first.width).toBe(3);
  expect(second.widths).toEqual([6, 8]);
});
