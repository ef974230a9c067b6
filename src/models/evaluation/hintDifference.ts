import { deltaE2000, labFromSrgb } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import type { Hints } from '../hints/hints.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';

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

/** CIE Lab of an opaque pixel. */
export function labAt({ data }: Picture, p: number): Lab {
  return labFromSrgb([data[4 * p] / 255, data[4 * p + 1] / 255, data[4 * p + 2] / 255]);
}
