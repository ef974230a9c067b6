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

/** A cell with more ink than this is inked; and this share of them has less than strong ink. */
const INKED = 0.04;
const STRONG = 0.98;
/** Lines come out this dark (strong ink) after much shrinking, where they would fade to nothing. */
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
  const inked = out.filter((v) => v > INKED);
  const strong = inked.length > 0 ? quantile(inked, STRONG) : 1;
  const gain = Math.min(MAX_GAIN, WANTED_INK / strong);
  if (gain > 1) for (let g = 0; g < out.length; g++) out[g] = Math.min(1, out[g] * gain);
  return out;
}

const BINS = 256;

/** The value below which a share of values in [0, 1] lie. Only those of one bin are sorted: sorting all takes longer than everything else here. */
function quantile(values: Float32Array, share: number): number {
  const binOf = (v: number) => Math.min(BINS - 1, Math.floor(v * BINS));
  const counts = new Uint32Array(BINS);
  for (let i = 0; i < values.length; i++) counts[binOf(values[i])]++;
  let rank = Math.floor(share * (values.length - 1));
  let bin = 0;
  while (rank >= counts[bin]) rank -= counts[bin++];
  return values.filter((v) => binOf(v) === bin).sort()[rank];
}
