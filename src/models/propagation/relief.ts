import { distancesToInk } from './distanceToInk.js';

/**
 * Darknesses that count as a line, each with slopes of its own: faint lines are walls too, only lower ones. A slope begins
 * beside a line at `TOP · √(darkness / the last)`.
 */
export const LINES = [0.1, 0.25, 0.5] as const;
const TOP = 0.8;
/** Distance over which slopes fall by a factor of e, in pixels of a grid whose shorter side is 192. */
const FALL = 4;
const FALL_GRID = 192;
/** Lower slopes are no slopes. */
const FLAT = 1 / 256;
/** Distances of a pixel that are told apart when their slopes are remembered. */
const SLOTS = 64;

/** Distances to the nearest pixel that is darker than each of `LINES`. */
export const distancesToLines = (ink: Float32Array, width: number, height: number): Float32Array[] =>
  distancesToInk(ink, width, height, LINES);

/**
 * Ink as hints see it when they spread: lines, and beside them slopes that rise towards the lines. A gap in a line is a
 * pass between two basins, higher than either, so each basin fills from the hints inside it before anything runs through
 * the gap; and a hint at the foot of a line does not take half of the open area that another one lies in the middle of.
 * This is the watershed on the distance to the lines, faint lines being lower walls than dark ones.
 *
 * @param ink   darkness of the lines in [0, 1], height · width
 * @param short shorter side of the grid that the whole picture has; larger than these for a crop
 * @param distances `distancesToLines` of the ink, where they are known
 * @returns values in [0, 1], nowhere below the ink
 */
export function relief(
  ink: Float32Array,
  width: number,
  height: number,
  short = Math.min(width, height),
  distances = distancesToLines(ink, width, height),
): Float32Array {
  const out = ink.slice();
  const fall = (FALL * short) / FALL_GRID;
  for (const [i, line] of LINES.entries()) {
    const distance = distances[i];
    const top = TOP * Math.sqrt(line / LINES[LINES.length - 1]);
    const end = fall * Math.log(top / FLAT) + 1;
    // Distances are few, so a slope is mostly known from another pixel; exponentials would take most of the time.
    const known = new Float32Array(Math.ceil(end * SLOTS) + 1).fill(-1);
    const slopes = new Float64Array(known.length);
    for (let p = 0; p < out.length; p++) {
      const d = distance[p];
      if (d > end) continue;
      const slot = Math.floor(d * SLOTS);
      if (known[slot] !== d) {
        known[slot] = d;
        slopes[slot] = top * Math.exp(-d / fall);
      }
      const slope = slopes[slot];
      if (slope > out[p] && slope > FLAT) out[p] = slope;
    }
  }
  return out;
}
