import { expect, test } from 'vitest';
import { pickStroke } from '../../../src/ui/canvas/pickStroke.js';

const line = {
  id: 1,
  color: '#ff0000',
  width: 60,
  points: [
    [0, 0],
    [100, 0],
  ] as [number, number][],
};
const dab = { id: 2, color: '#00ff00', width: 4, points: [[50, 20]] as [number, number][] };

test('picks the stroke that covers the point', () => {
  expect(pickStroke([line], [30, 25], 0)).toBe(line);
  expect(pickStroke([line], [30, 31], 0)).toBeNull();
  expect(pickStroke([line], [-31, 0], 0)).toBeNull();
});

test('picks a dab inside a broad stroke, on top or below', () => {
  expect(pickStroke([line, dab], [50, 19], 0)).toBe(dab);
  expect(pickStroke([dab, line], [50, 19], 0)).toBe(dab);
});

test('picks the later of two at one place', () => {
  const again = { ...dab, id: 3 };
  expect(pickStroke([dab, again], [50, 20], 0)).toBe(again);
});

test('lets thin strokes be missed by the tolerance', () => {
  expect(pickStroke([dab], [50, 28], 0)).toBeNull();
  expect(pickStroke([dab], [50, 28], 9)).toBe(dab);
});
