import { PARTS, type Part } from './parts.js';

/** What each place of a sketch is a part of, on a grid over all of it. */
export interface PartMap {
  readonly width: number;
  readonly height: number;
  /** Number in `PARTS`, or `NO_PART`; height · width. */
  readonly data: Uint8Array;
}

/** A place whose part is not known. */
export const NO_PART = 255;

/** The part at a place of the sketch, x and y in [0, 1] of its sides; null where none is known. */
export function partAt({ width, height, data }: PartMap, x: number, y: number): Part | null {
  if (x < 0 || y < 0 || x >= 1 || y >= 1) return null;
  return PARTS[data[Math.floor(y * height) * width + Math.floor(x * width)]] ?? null;
}
