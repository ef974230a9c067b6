import { deltaE2000, labFromSrgb } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import type { Hints } from '../hints/hints.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';
import type { Region } from '../hints/regions.js';
import { labAt } from './labAt.js';

/** Ink of open ground, 0…255. */
const OPEN = 26;

/**
 * Whether the dabs' own colours arrive: mean CIEDE2000 difference between a result and the hints where the hints are; null
 * without hints.
 *
 * @param color the colours without lines, the size of the sketch
 */
export function hintDifference(color: Picture, hints: Hints): number | null {
  const { labels, colors } = rasterizeHints(hints, color.width, color.height);
  const wanted = hints.strokes.length === 0 ? [] : labsOf(colors);
  let sum = 0;
  let count = 0;
  for (let p = 0; p < labels.length; p++) {
    if (labels[p] === 0) continue;
    sum += deltaE2000(labAt(color, p), wanted[labels[p] - 1]);
    count++;
  }
  return count === 0 ? null : sum / count;
}

type Lab = readonly [number, number, number];

const labsOf = (colors: Float32Array): Lab[] =>
  Array.from({ length: colors.length / 3 }, (_, i) =>
    labFromSrgb([colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]]),
  );

/** Pixels of a region that are looked at; more do not move its mean. */
const SAMPLES = 400;

/**
 * Whether a dab's whole area is right: CIEDE2000 difference between a result and the truth, as the mean over the areas that
 * have a dab, so that a small one counts as much as a large one; null without such areas.
 *
 * @param shown   the finished picture, lines on top
 * @param truth   the true picture, the same size
 * @param regions true areas that have a dab
 * @param ink     darkness of the line art, 0…255; pixels with visible ink do not count
 */
export function regionDifference(
  shown: Picture,
  truth: Picture,
  regions: readonly Region[],
  ink: Uint8Array,
): number | null {
  const means: number[] = [];
  for (const { pixels } of regions) {
    const open = pixels.filter((p) => ink[p] <= OPEN);
    if (open.length === 0) continue;
    const step = Math.max(1, Math.floor(open.length / SAMPLES));
    let sum = 0;
    let count = 0;
    for (let i = step >> 1; i < open.length; i += step, count++)
      sum += deltaE2000(labAt(shown, open[i]), labAt(truth, open[i]));
    means.push(sum / count);
  }
  return means.length === 0 ? null : means.reduce((a, b) => a + b, 0) / means.length;
}
