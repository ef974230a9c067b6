import type { HintRaster } from '../hints/rasterizeHints.js';
import { kernels } from './kernels.js';

/** Steps of ink that paths are told apart by. */
export const INK_LEVELS = 32;

/** Lengths of ways are whole multiples of this part of a straight step; a diagonal one is 7 of them, √2 within 1 %. */
export const STEP_PARTS = 5;
/** The longest way: keys of the search have 24 bits for it. */
const MAX_LENGTH = (1 << 24) - 1;

/** The two nearest hint labels of every pixel. `…2` belongs to the runner-up, which always has another label. */
export interface Propagation {
  readonly width: number;
  readonly height: number;
  /** Label of the nearest hint colour as in `HintRaster.labels`; 0 where no hint exists or reaches. */
  readonly label: Int32Array;
  readonly label2: Int32Array;
  /** Darkest ink on the way, 0…31; 0 where the label is 0. */
  readonly level: Uint8Array;
  readonly level2: Uint8Array;
  /** By how much the level is above the pixel's own: 0 where the way never climbed higher than where it ends. */
  readonly climb: Uint8Array;
  /** Length of the way in pixels. */
  readonly distance: Float32Array;
  readonly distance2: Float32Array;
  /** The longest of both, in parts of a step (`STEP_PARTS`). */
  readonly longest: number;
}

/** A way is open that climbs at most so many levels above where it ends: it crosses no line. */
export const OPEN_CLIMB = INK_LEVELS / 8;

/** Ink in [0, 1] to a level 0…31. */
export const inkLevel = (ink: number): number =>
  ink <= 0 ? 0 : ink >= 1 ? INK_LEVELS - 1 : Math.floor(ink * INK_LEVELS);

/**
 * Spreads hint colours over a drawing: every pixel finds the hint whose path to it crosses the *faintest* ink, and among
 * such paths the one that has come less far since it met that ink. Ink is compared first and length only on a tie, so that
 * even a faint line stops a colour as long as another colour reaches the far side more openly; a hint's colour runs out
 * through a gap only as far as nothing else gets there. That lengths count from the darkest ink on is what keeps a colour
 * that came through a gap from running along the foot of the line: whoever holds the basin is there first.
 *
 * This is Meyer's watershed by flooding from markers (1994), run as a Dijkstra search that keeps two labels a pixel (8
 * neighbours, one bucket queue a level); `relief` makes the landscape that it floods. `kernels/flood.ts` does it.
 */
export class Propagator {
  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  /**
   * @param ink   darkness of the lines, width · height values in [0, 1]
   * @param hints labels on the same grid; one that has a reach goes no further than that
   */
  run(ink: ArrayLike<number>, hints: Pick<HintRaster, 'width' | 'height' | 'labels' | 'reach'>): Propagation {
    this.#flood(ink, hints, 2);
    const { width, height } = this;
    const n = width * height;
    const { memory, resultAt } = kernels();
    const at = resultAt();
    const words = (plane: number) => new Int32Array(memory.buffer, at + 4 * plane * n, n).slice();
    const lengths = (plane: number) => new Float32Array(memory.buffer, at + 4 * plane * n, n).slice();
    const bytes = (plane: number) => new Uint8Array(memory.buffer, at + (16 + plane) * n, n).slice();
    const [distance, distance2] = [lengths(2), lengths(3)];
    return {
      width,
      height,
      label: words(0),
      label2: words(1),
      distance,
      distance2,
      longest: longestOf(distance, distance2),
      level: bytes(0),
      level2: bytes(1),
      climb: bytes(2),
    };
  }

  /** The label of every pixel alone, as `run` finds it, in half the time. */
  nearest(ink: ArrayLike<number>, labels: Int32Array): Int32Array {
    const { width, height } = this;
    this.#flood(ink, { width, height, labels }, 1);
    const { memory, resultAt } = kernels();
    return new Int32Array(memory.buffer, resultAt(), width * height).slice();
  }

  /** @param wanted labels a pixel */
  #flood(
    ink: ArrayLike<number>,
    hints: Pick<HintRaster, 'width' | 'height' | 'labels' | 'reach'>,
    wanted: 1 | 2,
  ): void {
    const { width, height } = this;
    if (hints.width !== width || hints.height !== height || ink.length !== width * height)
      throw new RangeError(
        `propagation on a ${width}×${height} grid got ${ink.length} ink values and ${hints.width}×${hints.height} hints`,
      );
    const { labels } = hints;
    let count = 0;
    for (let p = 0; p < labels.length; p++) if (labels[p] > count) count = labels[p];
    const { memory, begin, inkAt, hintsAt, flood } = kernels();
    const limitsAt = begin(width, height, count);
    const limits = new Int32Array(memory.buffer, limitsAt, count + 1);
    for (let label = 1; label <= count; label++)
      limits[label] = Math.min(MAX_LENGTH, STEP_PARTS * (hints.reach?.[label - 1] ?? MAX_LENGTH));
    const n = width * height;
    new Float32Array(memory.buffer, inkAt(), n).set(ink);
    new Int32Array(memory.buffer, hintsAt(), n).set(labels);
    flood(wanted);
  }
}

/** The longest of two pictures of ways, in parts of a step. */
function longestOf(a: Float32Array, b: Float32Array): number {
  let longest = 0;
  for (let p = 0; p < a.length; p++) {
    if (a[p] > longest) longest = a[p];
    if (b[p] > longest) longest = b[p];
  }
  return Math.round(longest * STEP_PARTS);
}
