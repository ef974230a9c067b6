import { PART_CELL } from '../networks/partSegmenter.js';
import { openness } from '../propagation/enlarge.js';
import { PARTS } from './parts.js';

/** What the segmenter says of a sketch: logits of the parts, PARTS · height · width cells over the whole picture. */
export interface PartLogits {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Below this probability an area's part is not known. */
export const KNOWN = 0.5;

/** What each area between the lines is a part of; index 0 is no area. */
export interface BasinParts {
  /** Number in `PARTS`. */
  readonly part: Uint8Array;
  /** Mean probability of that part in the area, in [0, 1]. */
  readonly sure: Float32Array;
  /** Middle of the area, x and y in grid pixels. */
  readonly middle: Float32Array;
}

/** Cells of the segmenter for a grid of this size. */
export const cellsOf = (width: number, height: number) => ({ width: width / PART_CELL, height: height / PART_CELL });

/**
 * Lets the places of each basin vote on its part: an area is all skin or all hair. Places under ink count little.
 *
 * @param ink    darkness of the lines in [0, 1], height · width, of a grid that may be finer or coarser than the logits'
 * @param basins as `findBasins` gives them
 */
export function basinParts(logits: PartLogits, ink: Float32Array, basins: Int32Array, width: number): BasinParts {
  const height = basins.length / width;
  const shares = softmaxOf(logits);
  const cells = logits.width * logits.height;
  let count = 1;
  for (const basin of basins) if (basin >= count) count = basin + 1;
  const votes = new Float64Array(count * PARTS.length);
  const weights = new Float64Array(count);
  const sums = new Float64Array(2 * count);
  for (let p = 0; p < basins.length; p++) {
    const basin = basins[p];
    const x = p % width;
    const y = Math.floor(p / width);
    const cell =
      Math.floor(((y + 0.5) * logits.height) / height) * logits.width + Math.floor(((x + 0.5) * logits.width) / width);
    const weight = openness(ink[p]);
    weights[basin] += weight;
    sums[2 * basin] += weight * x;
    sums[2 * basin + 1] += weight * y;
    for (let k = 0; k < PARTS.length; k++) votes[basin * PARTS.length + k] += weight * shares[k * cells + cell];
  }
  const part = new Uint8Array(count);
  const sure = new Float32Array(count);
  for (let basin = 1; basin < count; basin++) {
    const its = votes.subarray(basin * PARTS.length, (basin + 1) * PARTS.length);
    let best = 0;
    for (let k = 1; k < PARTS.length; k++) if (its[k] > its[best]) best = k;
    part[basin] = best;
    sure[basin] = weights[basin] > 0 ? its[best] / weights[basin] : 0;
  }
  return { part, sure, middle: Float32Array.from(sums, (sum, i) => sum / Math.max(1e-6, weights[i >> 1])) };
}

/** Probabilities of the parts, cell by cell, in the order of the logits. */
function softmaxOf({ width, height, data }: PartLogits): Float32Array {
  const cells = width * height;
  const shares = new Float32Array(data.length);
  for (let cell = 0; cell < cells; cell++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = cell; at < data.length; at += cells) highest = Math.max(highest, data[at]);
    let total = 0;
    for (let at = cell; at < data.length; at += cells) {
      shares[at] = Math.exp(data[at] - highest);
      total += shares[at];
    }
    for (let at = cell; at < data.length; at += cells) shares[at] /= total;
  }
  return shares;
}
