import { z } from 'zod';
import { rasterizeLine } from '../hints/rasterizeHints.js';
import { GRID_SHORT } from './gridInk.js';

/**
 * A line that closes a gap in the drawing for the colouring alone: colours stop at it, and nobody sees it. Points in sketch pixels,
 * two at least.
 */
export type Closure = readonly (readonly [number, number])[];

/** More than a person draws. */
const CLOSURES_MAX = 2000;
const POINTS_MAX = 1000;

const coordinate = z.number().min(-16_384).max(32_768);

/** Closures as project files have them. */
export const closuresSchema = z
  .array(
    z
      .array(z.tuple([coordinate, coordinate]))
      .min(2)
      .max(POINTS_MAX),
  )
  .max(CLOSURES_MAX);

/** Ink of a closed gap, of 255: as of a drawn line. */
const INK = 255;

/** Width of a closure in sketch pixels: a colouring grid's cell, which it would else only tint, and never less than a line. */
function closureWidth(width: number, height: number): number {
  return Math.max(2.5, Math.min(width, height) / GRID_SHORT);
}

/** Draws closures into the darkness of a sketch's lines (0…255, width · height). */
export function drawClosures(ink: Uint8Array, width: number, height: number, closures: readonly Closure[]): void {
  const across = closureWidth(width, height);
  for (const points of closures) {
    rasterizeLine(points, across, [width, height], (i, j) => {
      ink[j * width + i] = INK;
    });
  }
}
