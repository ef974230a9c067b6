import type { Planes } from '../planes.js';
import { drawnLines } from './drawnLines.js';

/**
 * Whether a picture was drawn with lines: a little of it, not nothing and not most, is thin and dark.
 *
 * @param luma  1 plane, 0 (black) … 1 (white)
 * @param width widest line in pixels
 */
export function hasInk(luma: Planes, width: number): boolean {
  const lines = drawnLines(luma, { width }).data;
  const share = lines.reduce((count, value) => count + (value < 0.5 ? 1 : 0), 0) / lines.length;
  return share > 0.01 && share < 0.25;
}
