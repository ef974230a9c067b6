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

/** The pixels that are not within, in the order of their distance, and the pixels within that they are nearest to on a way through their own solid. */
function followWithin(own: Uint16Array, within: Uint8Array, width: number): [mixed: Int32Array, source: Int32Array] {
  const n = own.length;
  const mixed: number[] = [];
  const source: number[] = [];
  const taken = within.slice();
  const offer = (p: number, from: number, value: number) => {
    if (taken[p] !== 0 || own[p] !== own[from]) return;
    taken[p] = 1;
    mixed.push(p);
    source.push(value);
  };
  const around = (p: number, value: number) => {
    const x = p % width;
    if (x > 0) offer(p - 1, p, value);
    if (x < width - 1) offer(p + 1, p, value);
    if (p >= width) offer(p - width, p, value);
    if (p + width < n) offer(p + width, p, value);
  };
  for (let p = 0; p < n; p++) if (within[p] === 1 && own[p] > 0) around(p, p);
  for (let i = 0; i < mixed.length; i++) around(mixed[i], source[i]);
  return [Int32Array.from(mixed), Int32Array.from(source)];
}
