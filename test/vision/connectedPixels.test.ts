import { expect, test } from 'vitest';
import { connectedPixels } from '../../src/vision/connectedPixels.js';

/** Pixels of a drawn map that are taken from one, as y · width + x. */
function takenFrom(seed: number, rows: readonly string[]): number[] {
  const [width, height] = [rows[0].length, rows.length];
  const open = Array.from(rows.join(''), (mark) => mark === '.');
  const queue = new Int32Array(width * height);
  const count = connectedPixels(seed, width, height, queue, (p) => {
    const isNew = open[p];
    open[p] = false;
    return isNew;
  });
  return [...queue.subarray(0, count)];
}

test('takes what hangs together by sides, the seed first', () => {
  expect(takenFrom(0, ['..#', '#.#', '#.#'])).toEqual([0, 1, 4, 7]);
});

test('does not step over a row’s end, over corners or out of the picture', () => {
  expect(takenFrom(2, ['##.', '.##', '#.#'])).toEqual([2]);
  expect(takenFrom(3, ['##.', '.##', '#.#'])).toEqual([3]);
});

test('takes nothing where the seed does not belong', () => expect(takenFrom(0, ['#.', '..'])).toEqual([]));

test('asks with the pixel it comes from', () => {
  const value = [0, 1, 2, 9]; // neighbours differ by one, and by seven
  const taken = new Set<number>();
  const take = (p: number, from: number) => {
    if (taken.has(p) || Math.abs(value[p] - value[from]) > 1) return false;
    taken.add(p);
    return true;
  };
  expect(connectedPixels(0, 4, 1, new Int32Array(4), take)).toBe(3);
});
