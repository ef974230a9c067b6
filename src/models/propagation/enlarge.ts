import type { Picture } from '../../vision/picture.js';
import { kernels } from './kernels.js';
import { inkLevel } from './propagate.js';

/** Ink at full size below this lets colour pass; a level of `inkLevel`. */
const OPEN_LEVEL = inkLevel(0.16);
/** A grid cell is clear when it and its neighbours hold less ink than this on average. */
const CLEAR_INK = 0.03;
/** Colours are carried from clear cells towards a line over at most this many cells. */
const CARRY = 2.5;
/** Pixels that are interpolated at once: they stay in the cache, and the kernels' memory small, whatever the sketch's size. */
const BAND_PIXELS = 1 << 15;

/**
 * How much a grid cell's colour can be believed, from its ink in [0, 1]: a cell half covered by a line shows a mixture or
 * nothing. Training weights errors by it, enlarging weights cells by it, so that colours under lines are never relied on.
 */
export const openness = (ink: number): number => {
  const open = (1 - Math.min(1, ink)) ** 2;
  return Math.max(1e-4, open * open);
};

/**
 * Brings colours from the colouring grid to a sketch's full size without letting them cross lines.
 *
 * Away from lines the colour is interpolated. A pixel near a line takes the colour of the clear pixel that reaches it over
 * the faintest ink, so the border between two colours runs along the line's darkest ridge, at the sketch's own resolution.
 * Open spots that no clear pixel reaches – an eye, a button – read the grid directly, weighted by how open its cells are.
 * Which pixel follows which depends on the drawing alone and is found once for a sketch.
 */
export class Enlarger {
  /** For every full-size pixel the pixel whose colour it takes; its own index where it reads the grid. */
  readonly #source: Int32Array;
  readonly #weights: Float32Array;

  /**
   * @param ink      darkness of the full-size sketch, 0…255
   * @param gridInk  darkness on the grid, in [0, 1]
   */
  constructor(
    ink: Uint8Array,
    readonly width: number,
    readonly height: number,
    gridInk: Float32Array,
    readonly gridWidth: number,
    readonly gridHeight: number,
  ) {
    this.#weights = Float32Array.from(gridInk, openness);
    this.#source = this.#assign(ink, this.#clearCells(gridInk));
  }

  #clearCells(gridInk: Float32Array): Uint8Array {
    const { gridWidth, gridHeight } = this;
    const clear = new Uint8Array(gridInk.length);
    for (let j = 0; j < gridHeight; j++) {
      for (let i = 0; i < gridWidth; i++) {
        let sum = 0;
        let cells = 0;
        for (let v = Math.max(0, j - 1); v <= Math.min(gridHeight - 1, j + 1); v++) {
          for (let u = Math.max(0, i - 1); u <= Math.min(gridWidth - 1, i + 1); u++) {
            sum += gridInk[v * gridWidth + u];
            cells++;
          }
        }
        clear[j * gridWidth + i] = sum / cells < CLEAR_INK ? 1 : 0;
      }
    }
    return clear;
  }

  #assign(ink: Uint8Array, clear: Uint8Array): Int32Array {
    const { width, height, gridWidth, gridHeight } = this;
    const n = width * height;
    const source = new Int32Array(n).fill(-1);
    const next = new Int32Array(n);
    const heads = new Int32Array(32).fill(-1);
    const tails = new Int32Array(32);
    const carry = Math.max(2, CARRY * Math.max(width / gridWidth, height / gridHeight));

    const enqueue = (p: number, level: number) => {
      next[p] = -1;
      if (heads[level] < 0) heads[level] = p;
      else next[tails[level]] = p;
      tails[level] = p;
    };
    /** Enters a neighbour of a pixel that was taken from a level's queue. */
    const visit = (q: number, origin: number, level: number, limited: boolean) => {
      if (source[q] >= 0) return;
      if (limited) {
        const qy = Math.floor(q / width);
        const oy = Math.floor(origin / width);
        const dx = q - qy * width - (origin - oy * width);
        const dy = qy - oy;
        if (dx > carry || dx < -carry || dy > carry || dy < -carry) return;
      }
      const own = ink[q] >> 3;
      source[q] = origin;
      enqueue(q, Math.max(own, level));
    };
    // First come, first served within a level, so the nearest source wins; each pixel is entered once.
    const flood = (from: number, to: number, limited: boolean) => {
      for (let level = from; level < to; ) {
        const p = heads[level];
        if (p < 0) {
          level++;
          continue;
        }
        heads[level] = next[p];
        const origin = source[p];
        const x = p % width;
        if (x > 0) visit(p - 1, origin, level, limited);
        if (x < width - 1) visit(p + 1, origin, level, limited);
        if (p >= width) visit(p - width, origin, level, limited);
        if (p < n - width) visit(p + width, origin, level, limited);
      }
    };

    const columnOf = Int32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * gridWidth) / width));
    for (let y = 0, p = 0; y < height; y++) {
      const row = Math.floor(((y + 0.5) * gridHeight) / height) * gridWidth;
      for (let x = 0; x < width; x++, p++) {
        if (clear[row + columnOf[x]] === 0 || ink[p] >> 3 >= OPEN_LEVEL) continue;
        source[p] = p;
      }
    }
    // Only sources at the edge of the clear area have anyone to tell.
    for (let p = 0; p < n; p++) {
      if (source[p] !== p) continue;
      const x = p % width;
      const edge =
        (x > 0 && source[p - 1] < 0) ||
        (x < width - 1 && source[p + 1] < 0) ||
        (p >= width && source[p - width] < 0) ||
        (p < n - width && source[p + width] < 0);
      if (edge) enqueue(p, ink[p] >> 3);
    }
    // What an open way cannot reach is entered on a line's level and waits in its queue; it is taken back below if open.
    flood(0, OPEN_LEVEL, true);
    for (let p = 0; p < n; p++) {
      if (source[p] >= 0 || ink[p] >> 3 >= OPEN_LEVEL) continue;
      source[p] = p;
      enqueue(p, ink[p] >> 3);
    }
    flood(0, 32, false);
    for (let p = 0; p < n; p++) if (source[p] < 0) source[p] = p;
    return source;
  }

  /**
   * @param color planes R, G, B in [0, 1] on the grid, 3·h·w
   * @returns     opaque colours at full size
   */
  enlarge(color: Float32Array): Picture {
    const { width, height, gridWidth, gridHeight } = this;
    const source = this.#source;
    const data = new Uint8ClampedArray(4 * width * height);
    const { memory, beginEnlarging, colorAt, weigh, enlargeRows, pixelsAt } = kernels();
    const rows = Math.min(height, Math.ceil(BAND_PIXELS / width));
    beginEnlarging(gridWidth, gridHeight, width, height, rows);
    const input = new Float32Array(memory.buffer, colorAt(), 4 * this.#weights.length);
    input.set(color);
    input.set(this.#weights, color.length);
    weigh();
    for (let first = 0; first < height; first += rows) {
      const count = Math.min(rows, height - first);
      enlargeRows(first, count);
      data.set(new Uint8Array(memory.buffer, pixelsAt(), 4 * width * count), 4 * width * first);
    }
    const words = new Uint32Array(data.buffer);
    for (let p = 0; p < words.length; p++) words[p] = words[source[p]];
    return { width, height, data };
  }
}
