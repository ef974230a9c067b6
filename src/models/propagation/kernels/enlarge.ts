import { aligned, reserve } from './memory';

/** Bytes of a column's entry: offsets of the cells left and right of it in a row of cells, and how far it is across. */
const COLUMN: usize = 12;
/** Bytes of a cell: red, green and blue times its weight, and the weight. */
const CELL: usize = 16;

let gridWidth = 0;
let gridHeight = 0;
let width = 0;
let height = 0;
let cells: usize = 0;
let row: usize = 0;
let columns: usize = 0;
let pixels: usize = 0;

/** Where the colours go, planes R, G, B, after them the cells' weights: float32, 4 · height · width of the grid. */
export function colorAt(): usize {
  return aligned(__heap_base);
}

/** Where `enlargeRows` puts its rows: R, G, B, A, a byte each. */
export function pixelsAt(): usize {
  return pixels;
}

/** Lays out the memory for a picture on a grid, of which at most so many rows are made at once. */
export function beginEnlarging(gw: i32, gh: i32, w: i32, h: i32, rows: i32): void {
  gridWidth = gw;
  gridHeight = gh;
  width = w;
  height = h;
  const n = <usize>gw * gh;
  cells = aligned(colorAt() + n * CELL);
  row = aligned(cells + n * CELL);
  columns = aligned(row + <usize>gw * CELL);
  pixels = aligned(columns + <usize>w * COLUMN);
  reserve(pixels + (<usize>rows * w << 2));
  for (let x = 0; x < w; x++) {
    const u = place(x, gw, w);
    const left = <i32>u;
    const column = columns + COLUMN * x;
    store<u32>(column, <u32>(CELL * left));
    store<u32>(column, <u32>(CELL * min(gw - 1, left + 1)), 4);
    store<f32>(column, <f32>(u - <f64>left), 8);
  }
}

/** Where a pixel's centre lies among the centres of cells. */
function place(at: i32, cellCount: i32, pixelCount: i32): f64 {
  return min<f64>(<f64>(cellCount - 1), max<f64>(0, ((<f64>at + 0.5) * <f64>cellCount) / <f64>pixelCount - 0.5));
}

/** Weighs the colours that were put at `colorAt`. */
export function weigh(): void {
  const n = (<usize>gridWidth * gridHeight) << 2;
  const color = colorAt();
  for (let g: usize = 0; g < n; g += 4) {
    let v = v128.load32_splat(color + g);
    v = v128.load32_lane(color + n + g, v, 1);
    v = v128.load32_lane(color + n * 2 + g, v, 2);
    v = f32x4.replace_lane(v, 3, 1);
    v128.store(cells + (g << 2), f32x4.mul(v, v128.load32_splat(color + n * 3 + g)));
  }
}

/**
 * Makes rows first … first + count − 1 at full size. The weighted mean of four cells is one interpolation over another: of colour × weight over
 * that of the weight. Both go down first, a row of cells at a time, then across.
 */
export function enlargeRows(first: i32, count: i32): void {
  let out = pixels;
  for (let y = first; y < first + count; y++) {
    const v = place(y, gridHeight, height);
    const above = <i32>v;
    const upper = cells + CELL * <usize>above * gridWidth;
    const lower = cells + CELL * <usize>min(gridHeight - 1, above + 1) * gridWidth;
    const down = f32x4.splat(<f32>(v - <f64>above));
    const bytes = CELL * <usize>gridWidth;
    for (let k: usize = 0; k < bytes; k += CELL) v128.store(row + k, between(v128.load(upper + k), v128.load(lower + k), down));
    const end = columns + COLUMN * <usize>width;
    for (let column = columns; column < end; column += COLUMN, out += 4) {
      const left = v128.load(row + load<u32>(column));
      const right = v128.load(row + load<u32>(column, 4));
      const sum = between(left, right, v128.load32_splat(column + 8));
      const weight = v128.shuffle<i32>(sum, sum, 3, 3, 3, 3);
      const shade = f32x4.nearest(f32x4.div(f32x4.mul(sum, f32x4.splat(255)), weight));
      const words = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(shade), i32x4.splat(0));
      store<i32>(out, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
    }
  }
}

// @ts-ignore: decorator
@inline
function between(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}
