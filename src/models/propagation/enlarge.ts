import type { Picture } from '../../vision/picture.js';
import { inkLevel } from './propagate.js';

/** Ink at full size below this lets colour pass; a level of `inkLevel`. */
const OPEN_LEVEL = inkLevel(0.16);
/** A grid cell is clear when it and its neighbours hold less ink than this on average. */
const CLEAR_INK = 0.03;
/** Colours are carried from clear cells towards a line over at most this many cells. */
const CARRY = 2.5;

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
  /** Of each pixel of a row: the cells left and right of it, in a row of four values a cell, and how far it is across. */
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #across: Float32Array;

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
    this.#left = new Int32Array(width);
    this.#right = new Int32Array(width);
    this.#across = new Float32Array(width);
    for (let x = 0; x < width; x++) {
      const u = Math.min(gridWidth - 1, Math.max(0, ((x + 0.5) * gridWidth) / width - 0.5));
      this.#left[x] = 4 * Math.floor(u);
      this.#right[x] = 4 * Math.min(gridWidth - 1, Math.floor(u) + 1);
      this.#across[x] = u - Math.floor(u);
    }
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
    // The weighted mean of four cells is one interpolation over another: of colour × weight over that of the weight. Both go
    // down first, a row of cells at a time, then across.
    const cells = this.#weighted(color);
    const row = new Float64Array(4 * gridWidth); // read at every pixel: converting from 32 bits took as long as the sums
    const left = this.#left;
    const right = this.#right;
    const across = this.#across;
    for (let y = 0, p = 0; y < height; y++) {
      const v = Math.min(gridHeight - 1, Math.max(0, ((y + 0.5) * gridHeight) / height - 0.5));
      const upper = 4 * Math.floor(v) * gridWidth;
      const lower = 4 * Math.min(gridHeight - 1, Math.floor(v) + 1) * gridWidth;
      const down = v - Math.floor(v);
      for (let k = 0; k < row.length; k++) row[k] = cells[upper + k] + (cells[lower + k] - cells[upper + k]) * down;
      for (let x = 0; x < width; x++, p++) {
        if (source[p] !== p) continue;
        const a = left[x];
        const b = right[x];
        const t = across[x];
        const scale = 255 / (row[a + 3] + (row[b + 3] - row[a + 3]) * t);
        const q = 4 * p;
        data[q] = (row[a] + (row[b] - row[a]) * t) * scale;
        data[q + 1] = (row[a + 1] + (row[b + 1] - row[a + 1]) * t) * scale;
        data[q + 2] = (row[a + 2] + (row[b + 2] - row[a + 2]) * t) * scale;
        data[q + 3] = 255;
      }
    }
    const words = new Uint32Array(data.buffer);
    for (let p = 0; p < words.length; p++) words[p] = words[source[p]];
    return { width, height, data };
  }

  /** Red, green and blue times the weight, and the weight, of every cell. */
  #weighted(color: Float32Array): Float32Array {
    const weights = this.#weights;
    const n = weights.length;
    const cells = new Float32Array(4 * n);
    for (let g = 0; g < n; g++) {
      const weight = weights[g];
      cells[4 * g] = color[g] * weight;
      cells[4 * g + 1] = color[n + g] * weight;
      cells[4 * g + 2] = color[2 * n + g] * weight;
      cells[4 * g + 3] = weight;
    }
    return cells;
  }
}
