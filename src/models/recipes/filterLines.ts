import { extractLinePlane, type LineStyle } from '../../vision/lines/extractLines.js';
import type { Planes } from '../../vision/planes.js';
import type { Random } from '../../vision/random.js';

/** Share of ink above which a filter has filled the darks of a picture, not drawn its lines. */
const MOST_INK = 0.3;

/** Styles to draw from at random; thin lines as often as the two others together. */
export const FILTER_STYLES: readonly LineStyle[] = ['dog', 'dog', 'xdog', 'regions'];

/**
 * Line art of a picture by a filter with random parameters, for training.
 *
 * @param rgb  3 planes, 0…1
 * @param luma 1 plane, 0…1
 * @returns one plane, 1 paper … 0 ink; never mostly ink
 */
export function filterLines(rgb: Planes, luma: Planes, style: LineStyle, random: Random): Planes {
  const lines = extractLinePlane(rgb, luma, style, random);
  const ink = 1 - lines.data.reduce((sum, value) => sum + value, 0) / lines.data.length;
  return ink <= MOST_INK ? lines : extractLinePlane(rgb, luma, 'dog', random);
}
