import type { Picture } from '../../vision/picture.js';
import { type Enlargement, interpolate } from '../propagation/enlarge.js';

/**
 * Brings what was found for solids on the grid to full size: smoothly within a solid, up to the line where it ends. Colours may be carried to
 * lines from afar, being the same there; shade may not, or its borders would be steps.
 */
export class FullSize {
  readonly #weights: Float32Array;
  /** Pixels between cells of several solids, and for each the nearest pixel within its own, whose value it takes. */
  readonly #mixed: Int32Array;
  readonly #source: Int32Array;

  /**
   * @param solid of every full-size pixel (`Enlarger.label`)
   * @param cells solid of every cell of the grid
   */
  constructor(
    readonly solid: Uint16Array,
    private readonly cells: Int32Array,
    private readonly size: Enlargement,
  ) {
    this.#weights = new Float32Array(cells.length).fill(1);
    [this.#mixed, this.#source] = followWithin(solid, isWithin(solid, cells, size), size.width);
  }

  /** The same for a picture of so many times fewer columns and rows, of which those that are left over at the end are cut off. */
  coarser(factor: number): FullSize {
    const [width, height] = [Math.floor(this.size.width / factor), Math.floor(this.size.height / factor)];
    const solid = new Uint16Array(width * height);
    const middle = factor >> 1;
    for (let y = 0, p = 0; y < height; y++) {
      const row = (y * factor + middle) * this.size.width + middle;
      for (let x = 0; x < width; x++, p++) solid[p] = this.solid[row + x * factor];
    }
    return new FullSize(solid, this.cells, { ...this.size, width, height });
  }

  /** @param planes three in [0, 1] on the grid */
  enlarge(planes: Float32Array): Picture {
    const picture = interpolate(planes, this.#weights, this.size);
    const words = new Uint32Array(picture.data.buffer);
    for (let i = 0; i < this.#mixed.length; i++) words[this.#mixed[i]] = words[this.#source[i]];
    return picture;
  }
}

/** 1 for pixels that are interpolated between cells of their own solid alone. */
function isWithin(
  own: Uint16Array,
  cells: Int32Array,
  { width, height, gridWidth, gridHeight }: Enlargement,
): Uint8Array {
  const first = (at: number, cells: number, pixels: number) =>
    Math.floor(Math.min(cells - 1, Math.max(0, ((at + 0.5) * cells) / pixels - 0.5)));
  const lefts = Int32Array.from({ length: width }, (_, x) => first(x, gridWidth, width));
  const rights = lefts.map((left) => Math.min(gridWidth - 1, left + 1));
  const within = new Uint8Array(own.length);
  for (let y = 0, p = 0; y < height; y++) {
    const top = first(y, gridHeight, height);
    const upper = top * gridWidth;
    const lower = Math.min(gridHeight - 1, top + 1) * gridWidth;
    for (let x = 0; x < width; x++, p++) {
      const [left, right] = [lefts[x], rights[x]];
      const s = own[p];
      if (
        cells[upper + left] === s &&
        cells[upper + right] === s &&
        cells[lower + left] === s &&
        cells[lower + right] === s
      )
        within[p] = 1;
    }
  }
  return within;
}

/** The pixels of solids that are not within, and for each the pixel within that it reaches first through its own solid. */
function followWithin(own: Uint16Array, within: Uint8Array, width: number): [mixed: Int32Array, source: Int32Array] {
  const n = own.length;
  const mixed: number[] = [];
  const source: number[] = [];
  const taken = within.slice();
  const take = (p: number, from: number) => {
    taken[p] = 1;
    mixed.push(p);
    source.push(from);
  };
  for (let p = 0; p < n; p++) {
    const s = own[p];
    if (s === 0 || taken[p] === 1) continue;
    const x = p % width;
    if (x > 0 && within[p - 1] === 1 && own[p - 1] === s) take(p, p - 1);
    else if (x < width - 1 && within[p + 1] === 1 && own[p + 1] === s) take(p, p + 1);
    else if (p >= width && within[p - width] === 1 && own[p - width] === s) take(p, p - width);
    else if (p + width < n && within[p + width] === 1 && own[p + width] === s) take(p, p + width);
  }
  for (let i = 0; i < mixed.length; i++) {
    const p = mixed[i];
    const s = own[p];
    const x = p % width;
    if (x > 0 && taken[p - 1] === 0 && own[p - 1] === s) take(p - 1, source[i]);
    if (x < width - 1 && taken[p + 1] === 0 && own[p + 1] === s) take(p + 1, source[i]);
    if (p >= width && taken[p - width] === 0 && own[p - width] === s) take(p - width, source[i]);
    if (p + width < n && taken[p + width] === 0 && own[p + width] === s) take(p + width, source[i]);
  }
  return [Int32Array.from(mixed), Int32Array.from(source)];
}
