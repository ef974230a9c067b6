import type { Picture } from '../../vision/picture.js';

/** Ink of a line, 0…255. */
const LINE = 128;

const luma = ({ data }: Picture, p: number) =>
  (0.2126 * data[4 * p] + 0.7152 * data[4 * p + 1] + 0.0722 * data[4 * p + 2]) / 255;

/**
 * How much lighter than drawn the lines came out: mean over the line pixels of the rise in luma, 0 (crisp) … 1 (gone). Darker
 * does not count: colour under a thin line shows through it.
 *
 * @param shown the finished picture
 * @param ink   darkness of the line art, 0…255
 * @returns     null for a sketch without lines
 */
export function lineError(shown: Picture, ink: Uint8Array): number | null {
  let sum = 0;
  let count = 0;
  for (let p = 0; p < ink.length; p++) {
    if (ink[p] < LINE) continue;
    sum += Math.max(0, luma(shown, p) - (1 - ink[p] / 255));
    count++;
  }
  return count === 0 ? null : sum / count;
}
