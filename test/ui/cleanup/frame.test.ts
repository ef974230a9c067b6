import { expect, test } from 'vitest';
import { boxOf, handlePlace, isUpright, moveHandle, quarterTurn, seen, unseen } from '../../../src/ui/cleanup/frame.js';
import type { Quad } from '../../../src/vision/quad.js';

const FRAME: Quad = [
  [10, 20],
  [110, 20],
  [110, 80],
  [10, 80],
];

test.each([
  [
    0,
    [20, 30],
    [
      [20, 30],
      [110, 30],
      [110, 80],
      [20, 80],
    ],
  ],
  [
    1,
    [100, 30],
    [
      [10, 30],
      [100, 30],
      [100, 80],
      [10, 80],
    ],
  ],
  [
    2,
    [100, 70],
    [
      [10, 20],
      [100, 20],
      [100, 70],
      [10, 70],
    ],
  ],
  [
    3,
    [20, 70],
    [
      [20, 20],
      [110, 20],
      [110, 70],
      [20, 70],
    ],
  ],
  [
    4,
    [999, 30],
    [
      [10, 30],
      [110, 30],
      [110, 80],
      [10, 80],
    ],
  ],
  [
    7,
    [30, 999],
    [
      [30, 20],
      [110, 20],
      [110, 80],
      [30, 80],
    ],
  ],
] as const)('handle %i keeps the frame a rectangle', (handle, to, expected) => {
  expect(moveHandle(FRAME, handle, to, false)).toEqual(expected);
});

test('a free corner moves alone; frames that are too small or turned over are refused', () => {
  expect(moveHandle(FRAME, 0, [0, 40], true)).toEqual([[0, 40], ...FRAME.slice(1)]);
  expect(moveHandle(FRAME, 0, [109, 79], false)).toBe(FRAME);
  expect(moveHandle(FRAME, 0, [130, 100], false)).toBe(FRAME);
  expect(moveHandle(FRAME, 0, [105, 75], true)).toBe(FRAME); // a dent
});

test('sides have their handle in their middle, and frames their box', () => {
  expect(handlePlace(FRAME, 5)).toEqual([110, 50]);
  const slanted = moveHandle(FRAME, 0, [0, 40], true);
  expect(isUpright(slanted)).toBe(false);
  expect(boxOf(slanted)).toEqual([
    [0, 20],
    [110, 20],
    [110, 80],
    [0, 80],
  ]);
});

test('what is seen turned comes back to the same pixels', () => {
  const size = [200, 100] as const;
  expect(unseen(seen(FRAME, 90, size), 90, size)).toEqual(FRAME);
  expect(isUpright(seen(quarterTurn(FRAME), 90, size))).toBe(true);
  expect(seen(quarterTurn(FRAME), 90, size)[0]).toEqual([70, -40]); // top-left, as it is seen
});
