import { areaMean, type GridSize } from './areaMean.js';

export type { GridSize } from './areaMean.js';

/** Sides of the grid are multiples of this unless asked otherwise: the standard generator halves them five times. */
export const GRID_STEP = 32;
/** Shorter side of the grid unless asked otherwise: large enough for a face, small enough that gaps in lines close. */
export const GRID_SHORT = 256;
/** A long strip may have this many times the pixels of the square grid; beyond that it is coloured more coarsely. */
const MAX_STRETCH = 4;
/** A tiny sketch is enlarged at most this much. */
const MAX_ENLARGEMENT = 2;

/** The grid for a sketch: shorter side about `short`, aspect kept to within a step. */
export function gridSize(width: number, height: number, short = GRID_SHORT, step = GRID_STEP): GridSize {
  let scale = Math.min(MAX_ENLARGEMENT, short / Math.min(width, height));
  scale = Math.min(scale, Math.sqrt((MAX_STRETCH * short * short) / (width * height)));
  const side = (length: number) => Math.max(step, Math.round((length * scale) / step) * step);
  return { width: side(width), height: side(height) };
}

/** Lines come out this dark (98th percentile of inked cells) after much shrinking, where they would fade to nothing. */
const WANTED_INK = 0.6;
const MAX_GAIN = 4;

/**
 * A sketch's ink on the grid: mean darkness of the pixels under each cell, in [0, 1], which closes small gaps. Large sketches
 * have thin lines for their size; where the mean makes them faint, ink is strengthened, as if drawn with a broader pen.
 *
 * @param ink darkness 0…255, width · height
 */
export function gridInk(ink: Uint8Array, width: number, height: number, grid: GridSize): Float32Array {
  const out = areaMean(ink, width, height, grid);
  for (let g = 0; g < out.length; g++) out[g] /= 255;
  const inked = out.filter((v) => v > 0.04).sort();
  const strong = inked.length > 0 ? inked[Math.floor(0.98 * (inked.length - 1))] : 1;
  const gain = Math.min(MAX_GAIN, WANTED_INK / strong);
  if (gain > 1) for (let g = 0; g < out.length; g++) out[g] = Math.min(1, out[g] * gain);
  return out;
}
