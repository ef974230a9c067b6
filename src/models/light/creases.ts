import { gaussianBlur } from '../../vision/gaussianBlur.js';
import { createPlanes } from '../../vision/planes.js';

/** Ink above this is a line. */
const LINE = 0.1;
/** Cells from a line within which another area makes it that area's border. */
const NEAR = 2;
/** Deviation of what a line creases, in cells, and how much. */
const SIGMA = 2.4;
const DEPTH = 6;

/**
 * How far folds and strands turn what they lie in, beside lines that end inside an area: a plane of x, then one of y, as `tilts`. The side
 * that looks away from a line is taken as turned from it, so that shade lies beyond the line as seen from the light.
 *
 * @param basins the areas as they were found: round a button lies no fold
 */
export function creases(
  ink: Float32Array,
  basins: Int32Array,
  area: Int32Array,
  width: number,
  height: number,
): Float32Array {
  const n = width * height;
  const lines = createPlanes(1, width, height);
  const isInner = (x: number, y: number) => {
    const own = basins[y * width + x];
    for (let j = Math.max(0, y - NEAR); j <= Math.min(height - 1, y + NEAR); j++) {
      for (let i = Math.max(0, x - NEAR); i <= Math.min(width - 1, x + NEAR); i++) {
        if (basins[j * width + i] !== own) return false;
      }
    }
    return true;
  };
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (area[p] > 0 && ink[p] > LINE && isInner(x, y)) lines.data[p] = Math.min(1, ink[p]);
    }
  }
  const { data } = gaussianBlur(lines, SIGMA);
  const out = new Float32Array(2 * n);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const p = y * width + x;
      out[p] = DEPTH * (data[p - 1] - data[p + 1]);
      out[n + p] = DEPTH * (data[p - width] - data[p + width]);
    }
  }
  return out;
}
