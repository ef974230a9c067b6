import { gaussianBlur } from '../../vision/gaussianBlur.js';
import { createPlanes } from '../../vision/planes.js';

/** Blurs that the slopes are made of: standard deviation in pixels of a grid whose shorter side is 192, and height. */
const SLOPES = [
  { spread: 1, height: 0.6 },
  { spread: 2, height: 0.5 },
  { spread: 4, height: 0.4 },
] as const;
const SPREAD_GRID = 192;

/** Blurred lines are first raised to this height where they are highest (98th percentile), by at most `MAX_GAIN`. */
const RIDGE = 0.6;
const MAX_GAIN = 4;
/** Below this there is no line. */
const FAINT = 0.04;

/**
 * Ink as hints see it when they spread: lines, and beside them slopes that rise towards the lines. A gap in a line is a
 * pass between two basins, higher than either, so each basin fills from the hints inside it before anything runs through
 * the gap; and a hint at the foot of a line does not take half of the open area that another one lies in the middle of.
 * This is what a watershed on the distance to the lines does, with the lines' own darkness kept.
 *
 * @param ink   darkness of the lines in [0, 1], height · width
 * @param short shorter side of the grid that the whole picture has; larger than these for a crop
 * @returns values in [0, 1], nowhere below the ink
 */
export function relief(
  ink: Float32Array,
  width: number,
  height: number,
  short = Math.min(width, height),
): Float32Array {
  const out = ink.slice();
  const lines = createPlanes(1, width, height, new Float32Array(ink));
  for (const { spread, height: share } of SLOPES) {
    const { data } = gaussianBlur(lines, (spread * short) / SPREAD_GRID);
    const gain = share * Math.min(MAX_GAIN, Math.max(1, RIDGE / ridge(data)));
    for (let p = 0; p < out.length; p++) {
      const slope = gain * data[p];
      if (slope > out[p]) out[p] = Math.min(1, slope);
    }
  }
  return out;
}

/** The 98th percentile of what is not blank, to a 256th; 1 on a blank page. */
function ridge(heights: Float32Array): number {
  const histogram = new Uint32Array(257);
  let count = 0;
  for (const v of heights) {
    if (v <= FAINT) continue;
    histogram[Math.min(256, Math.ceil(v * 256))]++;
    count++;
  }
  let above = 0;
  for (let bin = 256; bin > 0; bin--) {
    above += histogram[bin];
    if (above > 0.02 * count) return bin / 256;
  }
  return 1;
}
