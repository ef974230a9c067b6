import type { Box, Variable } from '../../engine/index.js';

/** All of a picture's rows and columns. */
export const wholeOf = ({ shape }: Pick<Variable, 'shape'>): Box => {
  const [height, width] = shape.slice(-2);
  return { top: 0, left: 0, height, width };
};

/** The least box around one that begins and ends between squares of 2×2 pixels. */
export function evenly({ top, left, height, width }: Box): Box {
  const [row, column] = [top - (top % 2), left - (left % 2)];
  const [end, right] = [top + height + ((top + height) % 2), left + width + ((left + width) % 2)];
  return { top: row, left: column, height: end - row, width: right - column };
}

/** The same places of a picture whose sides are so many times as long; of a shorter one, where they are whole there. */
export const scaled = ({ top, left, height, width }: Box, by: number): Box => ({
  top: top * by,
  left: left * by,
  height: height * by,
  width: width * by,
});

/** The least box around both; null is an empty one. */
export function around(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return a ?? b;
  const [top, left] = [Math.min(a.top, b.top), Math.min(a.left, b.left)];
  const [bottom, right] = [Math.max(a.top + a.height, b.top + b.height), Math.max(a.left + a.width, b.left + b.width)];
  return { top, left, height: bottom - top, width: right - left };
}
