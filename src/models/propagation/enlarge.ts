import type { Picture } from '../../vision/picture.js';
import { freshKernels, kernels } from './kernels.js';
import { inkLevel } from './propagate.js';

/** Ink at full size below this lets colour pass; a level of `inkLevel`. */
const OPEN_LEVEL = inkLevel(0.16);
/** A grid cell is clear when it and its neighbours hold less ink than this on average. */
const CLEAR_INK = 0.03;
/** Colours are carried from clear cells towards a line over at most this many cells. */
const CARRY = 2.5;
/** And from this level on it hides a mixture of two. */
const DARK_LEVEL = inkLevel(0.3);
/** Neighbours that take colours from pixels farther apart than this lie on a border, where two colours meet under a line. */
const TOGETHER = 2;
/** Pixels that are interpolated at once: they stay in the cache, and the kernels' memory small, whatever the sketch's size. */
const BAND_PIXELS = 1 << 15;
/** Sketches of more pixels are followed in a memory of their own, 9 bytes a pixel. */
const SHARED_PIXELS = 1 << 20;

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
 * the faintest ink, so the border between two colours runs along the line's darkest ridge, at the sketch's own resolution, and is as
 * soft as a pen's edge: under a grey or thin line its stairs would show.
 * Open spots that no clear pixel reaches – an eye, a button – read the grid directly, weighted by how open its cells are.
 * Which pixel follows which depends on the drawing alone and is found once for a sketch.
 */
export class Enlarger {
  /** The full-size pixels that take another pixel's colour, and which; the rest read the grid. */
  readonly #followers: Uint32Array;
  readonly #followed: Uint32Array;
  /** Those beside which another pixel follows one far away. */
  readonly #borders: Uint32Array;
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
    this.#weights = new Float32Array(gridInk.length);
    for (let g = 0; g < gridInk.length; g++) this.#weights[g] = openness(gridInk[g]); // `from` takes twenty times as long
    [this.#followers, this.#followed, this.#borders] = this.#follow(ink, gridInk);
  }

  #follow(ink: Uint8Array, gridInk: Float32Array): [Uint32Array, Uint32Array, Uint32Array] {
    const { width, height, gridWidth, gridHeight } = this;
    const n = width * height;
    const carry = Math.max(2, CARRY * Math.max(width / gridWidth, height / gridHeight));
    const { memory, beginFollowing, gridInkAt, follow, findBorders, bordersAt } =
      n > SHARED_PIXELS ? freshKernels() : kernels();
    const inkAt = beginFollowing(width, height, gridWidth, gridHeight);
    new Uint8Array(memory.buffer, inkAt, n).set(ink);
    new Float32Array(memory.buffer, gridInkAt(), gridInk.length).set(gridInk);
    const source = new Uint32Array(memory.buffer, follow(CLEAR_INK, OPEN_LEVEL, carry), n);
    let count = 0;
    for (let p = 0; p < n; p++) if (source[p] !== p) count++;
    const followers = new Uint32Array(count);
    const followed = new Uint32Array(count);
    for (let p = 0, i = 0; i < count; p++) {
      if (source[p] === p) continue;
      followers[i] = p;
      followed[i++] = source[p];
    }
    const borders = new Uint32Array(memory.buffer, bordersAt(), findBorders(DARK_LEVEL, TOGETHER)).slice();
    return [followers, followed, borders];
  }

  /**
   * @param color planes R, G, B in [0, 1] on the grid, 3·h·w
   * @param over  a picture of the full size to write over; left out, a new one is made
   * @returns     opaque colours at full size
   */
  enlarge(color: Float32Array, over?: Picture): Picture {
    const picture = interpolate(color, this.#weights, this, over?.data);
    this.#carry(new Uint32Array(picture.data.buffer));
    this.#soften(picture.data);
    return picture;
  }

  /** Makes borders as soft as the edge of a shape is: each of their pixels becomes the binomial mean of 3 × 3. */
  #soften(rgba: Uint8ClampedArray): void {
    const whole = new Uint32Array(rgba.buffer);
    const { width } = this;
    const row = 4 * width;
    // Most borders part nothing: both sides have one colour.
    const borders = this.#borders.filter(
      (p) =>
        whole[p] !== whole[p - 1] ||
        whole[p] !== whole[p + 1] ||
        whole[p] !== whole[p - width] ||
        whole[p] !== whole[p + width],
    );
    const soft = new Uint8ClampedArray(3 * borders.length);
    for (let i = 0, k = 0; i < borders.length; i++) {
      const first = 4 * borders[i];
      for (let q = first; q < first + 3; q++) {
        const beside = rgba[q - 4] + rgba[q + 4] + rgba[q - row] + rgba[q + row];
        const corners = rgba[q - row - 4] + rgba[q - row + 4] + rgba[q + row - 4] + rgba[q + row + 4];
        soft[k++] = (4 * rgba[q] + 2 * beside + corners) / 16;
      }
    }
    for (let i = 0, k = 0; i < borders.length; i++) for (let c = 0; c < 3; c++) rgba[4 * borders[i] + c] = soft[k++];
  }

  /**
   * @param labels of the grid's cells, 0…65 535, height · width
   * @returns      of every full-size pixel the label of the cell that its colour comes from
   */
  label(labels: ArrayLike<number>): Uint16Array {
    const { width, height, gridWidth, gridHeight } = this;
    const columns = Int32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * gridWidth) / width));
    const own = new Uint16Array(width * height);
    for (let y = 0, p = 0; y < height; y++) {
      const row = Math.floor(((y + 0.5) * gridHeight) / height) * gridWidth;
      for (let x = 0; x < width; x++, p++) own[p] = labels[row + columns[x]];
    }
    this.#carry(own);
    return own;
  }

  /** Gives every pixel that follows another what that one has. */
  #carry(values: Uint32Array | Uint16Array): void {
    const followers = this.#followers;
    const followed = this.#followed;
    for (let i = 0; i < followers.length; i++) values[followers[i]] = values[followed[i]];
  }
}

/** Sizes of a grid and of the picture that it lies over. */
export interface Enlargement {
  readonly width: number;
  readonly height: number;
  readonly gridWidth: number;
  readonly gridHeight: number;
}

/**
 * Brings planes to full size without regard to lines.
 *
 * @param color   planes R, G, B in [0, 1] on the grid, 3·h·w
 * @param weights how much each cell counts, above 0, h·w
 * @param data    where the pixels go
 */
export function interpolate(
  color: Float32Array,
  weights: Float32Array,
  { width, height, gridWidth, gridHeight }: Enlargement,
  data: Picture['data'] = new Uint8ClampedArray(4 * width * height),
): Picture {
  const { memory, beginEnlarging, colorAt, weigh, enlargeRows, pixelsAt } = kernels();
  const rows = Math.min(height, Math.ceil(BAND_PIXELS / width));
  beginEnlarging(gridWidth, gridHeight, width, height, rows);
  const input = new Float32Array(memory.buffer, colorAt(), 4 * weights.length);
  input.set(color);
  input.set(weights, color.length);
  weigh();
  for (let first = 0; first < height; first += rows) {
    const count = Math.min(rows, height - first);
    enlargeRows(first, count);
    data.set(new Uint8Array(memory.buffer, pixelsAt(), 4 * width * count), 4 * width * first);
  }
  return { width, height, data };
}
