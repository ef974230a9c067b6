import { int, isWide, ptr, scratch } from './params';
import { tile4, tile6, wide4, wide6 } from './tile';

/** Steps summed in one chain before they are added to memory: precision, and a weight panel that stays in the L1 cache. */
const STEPS: i32 = 512;

/**
 * Weights (…) → panels [columns/8][steps][8]. 0 src, 1 dst, 2 table of byte offsets per step, 3 steps, 4 columns, 5 byte stride of a
 * column. One chunk per two panels: where columns are neighbours they share cache lines.
 */
export function packPanels(chunk: i32): void {
  const steps = int(3);
  const columns = int(4) - (chunk << 4);
  const stride = ptr(5);
  const src = ptr(0) + <usize>(chunk << 4) * stride;
  const dst = ptr(1) + (<usize>(chunk * steps) << 6);
  const panel = <usize>steps << 5;
  if (columns >= 16 && stride == 4) {
    let to = dst;
    for (let k = 0; k < steps; k++, to += 32) {
      const s = src + <usize>load<u32>(ptr(2) + (<usize>k << 2));
      v128.store(to, v128.load(s));
      v128.store(to, v128.load(s, 16), 16);
      v128.store(to + panel, v128.load(s, 32));
      v128.store(to + panel, v128.load(s, 48), 16);
    }
    return;
  }
  packPanel(src, dst, min(8, columns));
  if (columns > 8) packPanel(src + (stride << 3), dst + panel, min(8, columns - 8));
}

function packPanel(src: usize, dst: usize, columns: i32): void {
  const stride = ptr(5);
  for (let k = 0; k < int(3); k++, dst += 32) {
    const s = src + <usize>load<u32>(ptr(2) + (<usize>k << 2));
    for (let c = 0; c < 8; c++) store<f32>(dst + (<usize>c << 2), c < columns ? load<f32>(s + <usize>c * stride) : 0);
  }
}

/**
 * Rows → [rows/6][steps][6], whole tiles only: rows a power of two apart would meet in a few sets of the caches.
 * 0 src, 1 dst, 2 steps, 3 byte stride of a row, 4 of a step, 5 tiles, 6 tiles a chunk.
 */
export function packRows(chunk: i32): void {
  const steps = int(2);
  const row = ptr(3);
  const step = ptr(4);
  const first = chunk * int(6);
  const last = min(int(5), first + int(6));
  for (let tile = first; tile < last; tile++) {
    let p0 = ptr(0) + <usize>(tile * 6) * row;
    let p1 = p0 + row;
    let p2 = p1 + row;
    let p3 = p2 + row;
    let p4 = p3 + row;
    let p5 = p4 + row;
    let dst = ptr(1) + <usize>(tile * steps) * 24;
    const end = dst + <usize>steps * 24;
    if (step == 4) {
      for (; dst + 96 <= end; dst += 96) {
        fourSteps(v128.load(p0), v128.load(p1), v128.load(p2), v128.load(p3), v128.load(p4), v128.load(p5), dst);
        p0 += 16;
        p1 += 16;
        p2 += 16;
        p3 += 16;
        p4 += 16;
        p5 += 16;
      }
    }
    for (; dst < end; dst += 24) {
      store<u32>(dst, load<u32>(p0));
      store<u32>(dst, load<u32>(p1), 4);
      store<u32>(dst, load<u32>(p2), 8);
      store<u32>(dst, load<u32>(p3), 12);
      store<u32>(dst, load<u32>(p4), 16);
      store<u32>(dst, load<u32>(p5), 20);
      p0 += step;
      p1 += step;
      p2 += step;
      p3 += step;
      p4 += step;
      p5 += step;
    }
  }
}

/** Four steps of six rows → [step][6]. */
// @ts-ignore: decorator
@inline
function fourSteps(r0: v128, r1: v128, r2: v128, r3: v128, r4: v128, r5: v128, dst: usize): void {
  threeVectors(v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), v128.shuffle<i32>(r4, r5, 0, 4, 1, 5), dst);
  threeVectors(v128.shuffle<i32>(r0, r1, 2, 6, 3, 7), v128.shuffle<i32>(r2, r3, 2, 6, 3, 7), v128.shuffle<i32>(r4, r5, 2, 6, 3, 7), dst + 48);
}

/** Two steps, from pairs of rows. */
// @ts-ignore: decorator
@inline
function threeVectors(p: v128, q: v128, r: v128, dst: usize): void {
  v128.store(dst, v128.shuffle<i64>(p, q, 0, 2));
  v128.store(dst, v128.shuffle<i64>(r, p, 0, 3), 16);
  v128.store(dst, v128.shuffle<i64>(q, r, 1, 3), 32);
}

/**
 * dst[n, j, i, column] = bias[column] + Σₖ src[n, j, i; table[k]] · panel[column, k]
 * 0 src, 1 dst, 2 table, 3 panels, 4 bias or 0, 5 –, 6 grid height, 7 grid width, 8–10 src byte strides of n, j, i,
 * 11–13 dst byte strides of n, j, i, 14 dst byte stride of 4 columns (vector) or 1 (scalar), 15 vector?, 16 steps,
 * 17 columns, 18 tiles per chunk, 19 tile chunks, 20 column pairs (8) per chunk, 21 column chunks, 22 panel bytes per n
 */
export function gemm(chunk: i32, thread: i32): void {
  const columnChunk = chunk % int(21);
  const rest = chunk / int(21);
  const tileChunk = rest % int(19);
  const n = rest / int(19);
  const width = int(7);
  const pixels = int(6) * width;
  const from = tileChunk * int(18) * 6;
  const to = min(pixels, from + int(18) * 6);
  const columns = int(17);
  const firstPair = columnChunk * int(20);
  const lastPair = min((columns + 7) >> 3, firstPair + int(20));
  const src = ptr(0) + <usize>n * ptr(8);
  const dst = ptr(1) + <usize>n * ptr(11);
  const steps = int(16);
  const panel = <usize>steps << 5;
  const panels = ptr(3) + <usize>n * ptr(22);
  const bias = ptr(4);
  const sy = ptr(9);
  const sx = ptr(10);
  const dy = ptr(12);
  const dx = ptr(13);
  const wide = isWide();
  const out = scratch(thread);
  const at = out + 384;
  const first = max(1, (steps + STEPS - 1) / STEPS);
  for (let part = 0; part < first; part++) {
    const k0 = <i32>((<i64>steps * part) / first);
    const count = <i32>((<i64>steps * (part + 1)) / first) - k0;
    const table = ptr(2) + (<usize>k0 << 2);
    for (let pair = firstPair; pair < lastPair; ) {
      const span = wide && pair + 1 < lastPair ? 2 : 1;
      const w = panels + <usize>pair * panel + (<usize>k0 << 5);
      let j = from / width;
      let i = from - j * width;
      for (let pixel = from; pixel < to; pixel += 6) {
        const rows = min(6, to - pixel);
        let s = src;
        let p0: usize = 0;
        let p1: usize = 0;
        let p2: usize = 0;
        let p3: usize = 0;
        let p4: usize = 0;
        let p5: usize = 0;
        for (let r = 0; r < 6; r++) {
          if (r < rows) {
            s = src + <usize>j * sy + <usize>i * sx;
            store<u32>(at + (<usize>r << 2), <u32>(dst + <usize>j * dy + <usize>i * dx));
            if (++i == width) {
              i = 0;
              j++;
            }
          }
          if (r == 0) p0 = s;
          else if (r == 1) p1 = s;
          else if (r == 2) p2 = s;
          else if (r == 3) p3 = s;
          else if (r == 4) p4 = s;
          else p5 = s;
        }
        if (span == 2) {
          if (rows > 4) wide6(p0, p1, p2, p3, p4, p5, table, count, w, panel, out, 192);
          else wide4(p0, p1, p2, p3, table, count, w, panel, out, 192);
        } else if (rows > 4) tile6(p0, p1, p2, p3, p4, p5, table, count, w, out);
        else tile4(p0, p1, p2, p3, table, count, w, out);
        for (let k = 0; k < span; k++) putTile(out + <usize>k * 192, at, rows, (pair + k) << 3, columns, part == 0, bias);
      }
      pair += span;
    }
  }
}

/** Results of a tile to the addresses at `at`, added to what is there unless they come first; then with the bias. */
// @ts-ignore: decorator
@inline
function putTile(out: usize, at: usize, rows: i32, c0: i32, columns: i32, first: bool, bias: usize): void {
  const here = min(8, columns - c0);
  const dc = ptr(14);
  if (int(15) == 1) {
    const low = <usize>(c0 >> 2) * dc;
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    if (first && bias) {
      b0 = v128.load(bias + (<usize>c0 << 2));
      if (here > 4) b1 = v128.load(bias + (<usize>c0 << 2), 16);
    }
    for (let r = 0; r < rows; r++) {
      const o = <usize>load<u32>(at + (<usize>r << 2)) + low;
      const v = out + (<usize>r << 5);
      if (first) {
        v128.store(o, f32x4.add(v128.load(v), b0));
        if (here > 4) v128.store(o + dc, f32x4.add(v128.load(v, 16), b1));
      } else {
        v128.store(o, f32x4.add(v128.load(v), v128.load(o)));
        if (here > 4) v128.store(o + dc, f32x4.add(v128.load(v, 16), v128.load(o + dc)));
      }
    }
    return;
  }
  for (let c = 0; c < here; c++) {
    const b: f32 = first && bias ? load<f32>(bias + (<usize>(c0 + c) << 2)) : 0;
    const column = <usize>(c0 + c) * dc;
    for (let r = 0; r < rows; r++) {
      const o = <usize>load<u32>(at + (<usize>r << 2)) + column;
      const v = load<f32>(out + (<usize>r << 5) + (<usize>c << 2));
      store<f32>(o, first ? v + b : v + load<f32>(o));
    }
  }
}

/**
 * Gradients of the outputs → panels [columns/8][images][pixels][8]. 0 gy (its first channel wanted), 1 dst, 2 images, 3 pixels
 * an image, 4 columns (channels wanted), 5 bytes of an image of gy, 6 blocked? One chunk per panel.
 */
export function packGradient(chunk: i32): void {
  const pixels = int(3);
  const columns = min(8, int(4) - (chunk << 3));
  const plane = <usize>pixels << 2;
  let dst = ptr(1) + (<usize>chunk * int(2) * pixels << 5);
  for (let n = 0; n < int(2); n++) {
    const gy = ptr(0) + <usize>n * ptr(5) + <usize>(chunk << 3) * plane;
    if (int(6)) {
      // The second block of a panel may be missing; what its columns give is not read.
      const d = columns > 4 ? plane << 2 : 0;
      for (let i: usize = 0; i < plane << 2; i += 16, dst += 32) {
        v128.store(dst, v128.load(gy + i));
        v128.store(dst, v128.load(gy + i + d), 16);
      }
    } else {
      for (let i: usize = 0; i < plane; i += 4, dst += 32) {
        for (let c = 0; c < 8; c++) store<f32>(dst + (<usize>c << 2), c < columns ? load<f32>(gy + i + <usize>c * plane) : 0);
      }
    }
  }
}

/**
 * gw[o, row] = Σ over n and output pixels of gy[n, o, pixel] · x[n; row, pixel]: rows are (channel, ky, kx).
 * 0 x (padded), 1 gy in panels, 2 gw (first output channel of the group), 3 table into x of pixels of a group of images,
 * 4 row table into x, 5 images, 6 pixels per image, 7 rows, 8 columns (output channels), 9 x bytes per n, 10 images a group,
 * 11 row tiles per chunk, 12 accumulators: [row tile][column pair][6][8]
 */
export function weightGradient(chunk: i32, thread: i32): void {
  const rows = int(7);
  const columns = int(8);
  const images = int(5);
  const pairs = (columns + 7) >> 3;
  const pixels = int(6);
  const firstTile = chunk * int(11);
  const lastTile = min((rows + 5) / 6, firstTile + int(11));
  const panel = <usize>images * pixels << 5;
  const out = scratch(thread);
  const sums = ptr(12);
  const wide = isWide();
  const group = int(10);
  for (let n = 0; n < images; n += group) {
    const steps = min(group, images - n) * pixels;
    const x = ptr(0) + <usize>n * ptr(9);
    const parts = max(1, (steps + STEPS - 1) / STEPS);
    for (let part = 0; part < parts; part++) {
      const k0 = <i32>((<i64>steps * part) / parts);
      const count = <i32>((<i64>steps * (part + 1)) / parts) - k0;
      const table = ptr(3) + (<usize>k0 << 2);
      const gy = ptr(1) + (<usize>(n * pixels + k0) << 5);
      const first = n == 0 && part == 0;
      for (let tile = firstTile; tile < lastTile; tile++) {
        const at = ptr(4) + (<usize>(tile * 6) << 2);
        const left = rows - tile * 6;
        const p0 = x + <usize>load<u32>(at);
        const p1 = left > 1 ? x + <usize>load<u32>(at, 4) : p0;
        const p2 = left > 2 ? x + <usize>load<u32>(at, 8) : p0;
        const p3 = left > 3 ? x + <usize>load<u32>(at, 12) : p0;
        const p4 = left > 4 ? x + <usize>load<u32>(at, 16) : p0;
        const p5 = left > 5 ? x + <usize>load<u32>(at, 20) : p0;
        let sum = sums + <usize>(tile * pairs) * 192;
        for (let pair = 0; pair < pairs; ) {
          const w = gy + <usize>pair * panel;
          const span = wide && pair + 1 < pairs ? 2 : 1;
          const to = first ? sum : out;
          if (span == 2) wide6(p0, p1, p2, p3, p4, p5, table, count, w, panel, to, 192);
          else tile6(p0, p1, p2, p3, p4, p5, table, count, w, to);
          const end = sum + <usize>span * 192;
          if (first) sum = end;
          else for (let v = out; sum < end; sum += 16, v += 16) v128.store(sum, f32x4.add(v128.load(sum), v128.load(v)));
          pair += span;
        }
      }
    }
  }
  for (let tile = firstTile; tile < lastTile; tile++) {
    const here = min(6, rows - tile * 6);
    for (let column = 0; column < columns; column++) {
      const sum = sums + <usize>(tile * pairs + (column >> 3)) * 192 + (<usize>(column & 7) << 2);
      const gw = ptr(2) + ((<usize>column * rows + tile * 6) << 2);
      for (let r = 0; r < here; r++) store<f32>(gw + (<usize>r << 2), load<f32>(sum + (<usize>r << 5)));
    }
  }
}
