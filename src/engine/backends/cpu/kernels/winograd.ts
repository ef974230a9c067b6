import { int, isWide, madd, ptr, real, scratch } from './params';
import { tile4, tile6, wide4, wide6 } from './tile';
import { DOWN, GAP, HALF, MINUS_HALF, MINUS_TWO, MINUS_TWO_AND_HALF, plus, ROOT_HALF, ROOT_TWO, SAME, times, UP } from './winogradPoints';
import { sameWeights, stridedWeights } from './winogradWeights';

/** Bytes of scratch for one strip of transformed columns and for a tile in transformation; products lie behind. */
export const STRIP: usize = 131072;
export const SMALL: usize = 1024;

/** v = Bᵀd: six vectors read `from` bytes apart, six written `to` bytes apart. */
// @ts-ignore: decorator
@inline
function inputAxis(six: bool, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, out: usize, to: usize): void {
  const u = plus(d2, MINUS_TWO, d4);
  const v = times(plus(d1, MINUS_TWO, d3), ROOT_HALF);
  const s = plus(d2, MINUS_HALF, d4);
  const r = times(plus(d1, MINUS_HALF, d3), ROOT_TWO);
  v128.store(out, f32x4.add(plus(d2, MINUS_TWO_AND_HALF, d0), d4));
  v128.store(out + to, f32x4.add(u, v));
  v128.store(out + 2 * to, f32x4.sub(u, v));
  v128.store(out + 3 * to, f32x4.add(s, r));
  v128.store(out + 4 * to, f32x4.sub(s, r));
  if (six) v128.store(out + 5 * to, f32x4.add(plus(d3, MINUS_TWO_AND_HALF, d1), d5));
}

/**
 * Transforms one channel block of a run of tiles in one tile row: samples of x from (top, left), 1 (SAME, UP) or 2 (DOWN)
 * pixels apart; outside the picture they are zero. Plane p of V goes to v + p·plane; there tile k lies in groups of six
 * `group` bytes apart, or in one row.
 */
// @ts-ignore: decorator
@inline
function inputRun(six: bool, x: usize, h: i32, w: i32, top: i32, left: i32, count: i32, zeros: usize, strip: usize, v: usize, plane: usize, grouped: bool, first: i32, group: usize): void {
  const row = <usize>w << 4;
  const step = six ? 1 : 2;
  const r0 = line(x, row, h, top, zeros);
  const r1 = line(x, row, h, top + step, zeros);
  const r2 = line(x, row, h, top + 2 * step, zeros);
  const r3 = line(x, row, h, top + 3 * step, zeros);
  const r4 = line(x, row, h, top + 4 * step, zeros);
  const r5 = six ? line(x, row, h, top + 5 * step, zeros) : zeros;
  const low = f32x4.splat(real(22));
  const samples = 4 * count + (six ? 2 : 1);
  // Samples left of the picture, in it, right of it; pointers that move along, for V8 would work out others anew at each step.
  const before = left < 0 ? min(samples, (step - 1 - left) / step) : 0;
  const from = left + before * step;
  const after = from < w ? min(samples, before + (w - from + step - 1) / step) : before;
  let s = strip;
  for (let k = 0; k < before; k++, s += 96) clear(s);
  let p0 = r0 + (<usize>from << 4);
  let p1 = r1 + (<usize>from << 4);
  let p2 = r2 + (<usize>from << 4);
  let p3 = r3 + (<usize>from << 4);
  let p4 = r4 + (<usize>from << 4);
  let p5 = r5 + (<usize>from << 4);
  const stride = <usize>step << 4;
  const end = s + <usize>(after - before) * 96;
  while (s < end) {
    const d1 = above(p1, low);
    inputAxis(six, above(p0, low), d1, above(p2, low), above(p3, low), above(p4, low), six ? above(p5, low) : d1, s, 16);
    p0 += stride;
    p1 += stride;
    p2 += stride;
    p3 += stride;
    p4 += stride;
    if (six) p5 += stride;
    s += 96;
  }
  for (let k = after; k < samples; k++, s += 96) clear(s);
  s = strip;
  for (let k = first; k < first + count; k++, s += 384) {
    let to = v;
    if (grouped) {
      const g = k / 6;
      to += <usize>g * group + (<usize>(k - g * 6) << 4);
    } else to += <usize>k << 4;
    const line = plane * (six ? 6 : 5);
    inputRow(six, s, to, plane);
    to += line;
    inputRow(six, s + 16, to, plane);
    to += line;
    inputRow(six, s + 32, to, plane);
    to += line;
    inputRow(six, s + 48, to, plane);
    to += line;
    inputRow(six, s + 64, to, plane);
    if (six) inputRow(six, s + 80, to + line, plane);
  }
}

// @ts-ignore: decorator
@inline
function inputRow(six: bool, c: usize, to: usize, plane: usize): void {
  inputAxis(six, v128.load(c), v128.load(c, 96), v128.load(c, 192), v128.load(c, 288), v128.load(c, 384), six ? v128.load(c, 480) : v128.load(c), to, plane);
}

// @ts-ignore: decorator
@inline
export function clear(s: usize): void {
  const zero = f32x4.splat(0);
  v128.store(s, zero);
  v128.store(s, zero, 16);
  v128.store(s, zero, 32);
  v128.store(s, zero, 48);
  v128.store(s, zero, 64);
  v128.store(s, zero, 80);
}

// Functions of their own: within the whole kernel V8 runs out of registers.
function inputRun6(x: usize, h: i32, w: i32, top: i32, left: i32, count: i32, zeros: usize, strip: usize, v: usize, plane: usize, grouped: bool, first: i32, group: usize): void {
  inputRun(true, x, h, w, top, left, count, zeros, strip, v, plane, grouped, first, group);
}

function inputRun5(x: usize, h: i32, w: i32, top: i32, left: i32, count: i32, zeros: usize, strip: usize, v: usize, plane: usize, grouped: bool, first: i32, group: usize): void {
  inputRun(false, x, h, w, top, left, count, zeros, strip, v, plane, grouped, first, group);
}

// @ts-ignore: decorator
@inline
function above(x: usize, low: v128): v128 {
  return f32x4.pmax(v128.load(x), low); // pmax is one instruction, max eight, and NaN stays NaN here too
}

// @ts-ignore: decorator
@inline
export function line(x: usize, row: usize, h: i32, y: i32, zeros: usize): usize {
  return y >= 0 && y < h ? x + <usize>y * row : zeros;
}

/**
 * Transforms channel blocks b0 … b1 − 1 of tiles t0 … t1 − 1 of those whose first one is in tile row `row0` and tile column `column0`;
 * DOWN gives the channels of the four phases one after another. From block `split` on the channels lie at `second`, in an array
 * that has those alone.
 */
export function inputBand(kind: i32, second: usize, split: i32, channels: i32, b0: i32, b1: i32, row0: i32, column0: i32, t0: i32, t1: i32, strip: usize, v: usize, plane: usize, grouped: bool, group: usize, block0: usize): void {
  const h = int(6);
  const w = int(7);
  const across = int(12);
  const down = int(13);
  const xPlane = <usize>(h * w) << 4;
  const blocks = channels >> 2;
  for (let t = t0; t < t1; ) {
    const n = t / (across * down);
    const rest = t - n * across * down;
    const ty = rest / across;
    const tx = rest - ty * across;
    const count = min(across - tx, t1 - t);
    const top = 4 * (row0 + ty);
    const left = 4 * (column0 + tx);
    for (let block = b0; block < b1; block++) {
      const x = block < split
        ? ptr(0) + <usize>(n * split + block) * xPlane
        : second + <usize>(n * (blocks - split) + block - split) * xPlane;
      const to = v + <usize>block * block0;
      if (kind == DOWN) {
        for (let phase = 0; phase < 4; phase++) {
          inputRun5(x, h, w, 2 * top - 1 + (phase >> 1), 2 * left - 1 + (phase & 1), count, ptr(19), strip, to + <usize>(phase * blocks) * block0, plane, grouped, t - t0, group);
        }
      } else inputRun6(x, h, w, top - int(10), left - int(11), count, ptr(19), strip, to, plane, grouped, t - t0, group);
    }
    t += count;
  }
}

/** y = Aᵀm along one axis: products in, four results out. Of the six products SAME has all, DOWN lacks ∞, UP lacks 0. */
// @ts-ignore: decorator
@inline
function outputAxis(lack: i32, from: usize, step: usize, out: usize, to: usize): void {
  const one = lack == UP ? from : from + step;
  const m1 = v128.load(one);
  const m2 = v128.load(one + step);
  const m3 = v128.load(one + 2 * step);
  const m4 = v128.load(one + 3 * step);
  const p = f32x4.add(m1, m2);
  const q = f32x4.add(m3, m4);
  const r = times(f32x4.sub(m1, m2), ROOT_HALF);
  const s = times(f32x4.sub(m3, m4), ROOT_TWO);
  let y0 = f32x4.add(p, q);
  let y3 = plus(r, HALF, f32x4.add(s, s));
  if (lack != UP) y0 = f32x4.add(v128.load(from), y0);
  if (lack != DOWN) y3 = f32x4.add(v128.load(one + 4 * step), y3);
  v128.store(out, y0);
  v128.store(out + to, f32x4.add(r, s));
  v128.store(out + 2 * to, plus(p, HALF, f32x4.add(q, q)));
  v128.store(out + 3 * to, y3);
}

/** A result on its way to y: scaled, with the bias, kept where the mask `mask` bytes behind y is above 0, plus the term `term` bytes behind. */
// @ts-ignore: decorator
@inline
function put(fused: bool, y: usize, v: v128, scale: v128, bias: v128, mask: usize, term: usize): void {
  if (!fused) {
    v128.store(y, f32x4.add(v, bias));
    return;
  }
  let r = madd(v, scale, bias);
  if (ptr(23)) r = v128.and(r, f32x4.gt(v128.load(y + mask), f32x4.splat(0)));
  if (ptr(24)) r = f32x4.add(r, v128.load(y + term));
  v128.store(y, f32x4.pmax(r, f32x4.splat(real(26))));
}

/** As outputAxis on neighbouring vectors, the first `cols` results straight to y, `pixel` bytes apart. */
// @ts-ignore: decorator
@inline
function outputRow(fused: bool, lack: i32, from: usize, y: usize, pixel: usize, cols: i32, scale: v128, bias: v128, mask: usize, term: usize): void {
  const one = lack == UP ? from : from + 16;
  const m1 = v128.load(one);
  const m2 = v128.load(one, 16);
  const m3 = v128.load(one, 32);
  const m4 = v128.load(one, 48);
  const p = f32x4.add(m1, m2);
  const q = f32x4.add(m3, m4);
  let y0 = f32x4.add(p, q);
  if (lack != UP) y0 = f32x4.add(v128.load(from), y0);
  put(fused, y, y0, scale, bias, mask, term);
  if (cols == 1) return;
  const r = times(f32x4.sub(m1, m2), ROOT_HALF);
  const s = times(f32x4.sub(m3, m4), ROOT_TWO);
  put(fused, y + pixel, f32x4.add(r, s), scale, bias, mask, term);
  if (cols == 2) return;
  put(fused, y + 2 * pixel, plus(p, HALF, f32x4.add(q, q)), scale, bias, mask, term);
  if (cols == 3) return;
  let y3 = plus(r, HALF, f32x4.add(s, s));
  if (lack != DOWN) y3 = f32x4.add(v128.load(one + 64), y3);
  put(fused, y + 3 * pixel, y3, scale, bias, mask, term);
}

/**
 * A whole convolution, a band of tiles and a range of columns per chunk.
 * 0 x (blocked), 1 y (blocked), 2 U, 3 bias or 0, 4 channels, 5 columns, 6 H, 7 W, 8 out H, 9 out W, 10 pad top, 11 pad left,
 * 12 tiles across, 13 tiles down, 14 tiles in all, 15 tiles a band, 16 column chunks, 17 columns a chunk, 18 columns a group,
 * 19 a row of zeros, 20 table of steps through V, 21 kind, 22 least value read of x, 23 mask or 0, 24 term to add or 0, 25 factors of
 * the columns or 0, 26 least value given, 27 any of 23–26?, 28 channels a block of filters that are transformed here (a divisor of
 * their number; 2 is then the filters), or 0, 29 byte stride of a channel in them, 30 of a column, 31 flipped or UP?,
 * 32 x from channel block 33 on, 34 first tile row of those to make, 35 first tile column; 12–14 count from there
 */
export function winograd(chunk: i32, thread: i32): void {
  const kind = int(21);
  const channels = int(4);
  const columns = int(5);
  const band = int(15);
  const columnChunks = int(16);
  const bandIndex = chunk / columnChunks;
  const t0 = bandIndex * band;
  const t1 = min(int(14), t0 + band);
  const tiles = t1 - t0;
  const groups = (tiles + 5) / 6;
  const depth = kind == DOWN ? 4 * channels : channels;
  const group = <usize>depth * 24;
  const vPlane = <usize>groups * group + GAP;
  const strip = scratch(thread);
  const small = strip + STRIP;
  const v = small + SMALL;
  const m = v + (kind == DOWN ? 25 : 36) * vPlane;
  inputBand(kind, ptr(32), int(33), channels, 0, channels >> 2, int(34), int(35), t0, t1, strip, v, vPlane, true, group, 96);

  const firstColumn = (chunk - bandIndex * columnChunks) * int(17);
  const lastColumn = min(columns, firstColumn + int(17));
  const panel = <usize>depth << 5;
  const uPlane = <usize>((columns + 7) >> 3) * panel + GAP;
  // Products lie as [plane][columns/8][tile][8], as the kernel leaves them.
  const mRow = <usize>(groups * 6) << 5;
  const table = ptr(20);
  const wide = isWide();
  const planes = kind == SAME ? 36 : 25;
  const phases = kind == UP ? 4 : 1;
  if (int(28)) {
    for (let c0 = firstColumn; c0 < lastColumn; c0 += int(18)) {
      const c1 = min(lastColumn, c0 + int(18));
      const mPlane = <usize>((c1 - c0 + 7) >> 3) * mRow + GAP;
      for (let phase = 0; phase < phases; phase++) {
        freshProducts(kind, phase, c0, c1, tiles, v, vPlane, m, mPlane, mRow, small);
        output(kind, phase, t0, t1, c0, c1, m, mPlane, mRow, small);
      }
    }
    return;
  }
  for (let c0 = firstColumn; c0 < lastColumn; c0 += int(18)) {
    const c1 = min(lastColumn, c0 + int(18));
    const mPlane = <usize>((c1 - c0 + 7) >> 3) * mRow + GAP;
    for (let phase = 0; phase < phases; phase++) {
      for (let plane = 0; plane < planes; plane++) {
        const vp = v + <usize>(kind == UP ? (plane / 5 + (phase >> 1)) * 6 + (plane % 5) + (phase & 1) : plane) * vPlane;
        for (let c = c0; c < c1; ) {
          const u = ptr(2) + <usize>(phase * 25 + plane) * uPlane + <usize>(c >> 3) * panel;
          const mp = m + <usize>plane * mPlane + <usize>((c - c0) >> 3) * mRow;
          const both = wide && c + 8 < c1;
          for (let g = 0; g < groups; g++) {
            const p = vp + <usize>g * group;
            const to = mp + <usize>g * 192;
            if (tiles - g * 6 > 4) {
              if (both) wide6(p, p + 16, p + 32, p + 48, p + 64, p + 80, table, depth, u, panel, to, mRow);
              else tile6(p, p + 16, p + 32, p + 48, p + 64, p + 80, table, depth, u, to);
            } else if (both) wide4(p, p + 16, p + 32, p + 48, table, depth, u, panel, to, mRow);
            else tile4(p, p + 16, p + 32, p + 48, table, depth, u, to);
          }
          c += both ? 16 : 8;
        }
      }
      output(kind, phase, t0, t1, c0, c1, m, mPlane, mRow, small);
    }
  }
}

/**
 * Products of columns c0 … c1 − 1, their filters transformed block by block into scratch memory behind the products: where few
 * tiles use a filter, writing and reading its transform in memory would take longer than the products.
 */
function freshProducts(kind: i32, phase: i32, c0: i32, c1: i32, tiles: i32, v: usize, vPlane: usize, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  const channels = int(4);
  const columns = int(5);
  const block = int(28);
  const planes = kind == SAME ? 36 : 25;
  const steps = kind == DOWN ? 4 * block : block;
  const groups = (tiles + 5) / 6;
  const group = <usize>(kind == DOWN ? 4 * channels : channels) * 24;
  const panel = <usize>steps << 5;
  const panels = (c1 - c0 + 7) >> 3;
  const uPlane = <usize>panels * panel + GAP;
  const u = m + planes * mPlane;
  const table = ptr(20);
  const wide = isWide();
  for (let k0 = 0; k0 < channels; k0 += block) {
    for (let c = 0; c < panels << 3; c += 4) {
      // Beyond the last column the last four again: nobody reads what comes of them.
      const w = ptr(2) + <usize>min(c0 + c, columns - 4) * ptr(30) + <usize>k0 * ptr(29);
      const to = u + <usize>(c >> 3) * panel + (<usize>(c & 4) << 2);
      if (kind == SAME) sameWeights(w, ptr(30), ptr(29), block, int(31) == 1, to, uPlane);
      else if (kind == UP) stridedWeights(phase, w, ptr(30), ptr(29), block, true, to, uPlane);
      else for (let p = 0; p < 4; p++) stridedWeights(p, w, ptr(30), ptr(29), block, false, to + (<usize>(p * block) << 5), uPlane);
    }
    const first = k0 == 0;
    for (let plane = 0; plane < planes; plane++) {
      const vp = v + <usize>(kind == UP ? (plane / 5 + (phase >> 1)) * 6 + (plane % 5) + (phase & 1) : plane) * vPlane + <usize>k0 * 24;
      for (let q = 0; q < panels; ) {
        const up = u + <usize>plane * uPlane + <usize>q * panel;
        const mp = m + <usize>plane * mPlane + <usize>q * mRow;
        const both = wide && q + 1 < panels;
        for (let g = 0; g < groups; g++) {
          const p = vp + <usize>g * group;
          const sum = mp + <usize>g * 192;
          const to = first ? sum : small;
          const e = first ? mRow : 192;
          if (tiles - g * 6 > 4) {
            if (both) wide6(p, p + 16, p + 32, p + 48, p + 64, p + 80, table, steps, up, panel, to, e);
            else tile6(p, p + 16, p + 32, p + 48, p + 64, p + 80, table, steps, up, to);
          } else if (both) wide4(p, p + 16, p + 32, p + 48, table, steps, up, panel, to, e);
          else tile4(p, p + 16, p + 32, p + 48, table, steps, up, to);
          if (first) continue;
          addTile(sum, small);
          if (both) addTile(sum + mRow, small + 192);
        }
        q += both ? 2 : 1;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addTile(sum: usize, more: usize): void {
  for (const end = sum + 192; sum < end; sum += 16, more += 16) v128.store(sum, f32x4.add(v128.load(sum), v128.load(more)));
}

function output(kind: i32, phase: i32, t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  if (kind == DOWN) outputDown(t0, t1, c0, c1, m, mPlane, mRow, small);
  else if (kind == UP) outputUp(phase, t0, t1, c0, c1, m, mPlane, mRow, small);
  else if (int(27)) outputSameFused(t0, t1, c0, c1, m, mPlane, mRow, small);
  else outputSame(t0, t1, c0, c1, m, mPlane, mRow, small);
}

/** A column of products; UP's even outputs are made as DOWN's. */
// @ts-ignore: decorator
@inline
function outputColumn(kind: i32, py: i32, at: usize, step: usize, out: usize): void {
  if (kind == UP && py == 0) outputAxis(DOWN, at, step, out, 96);
  else outputAxis(kind, at, step, out, 96);
}

// @ts-ignore: decorator
@inline
function outputBand(fused: bool, kind: i32, phase: i32, t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  const columns = int(5);
  const oh = int(8);
  const ow = int(9);
  const across = int(12);
  const down = int(13);
  const row0 = int(34);
  const column0 = int(35);
  const step = kind == UP ? 2 : 1;
  const py = phase >> 1;
  const px = phase & 1;
  const side: usize = kind == SAME ? 6 : 5;
  const pixel = <usize>step << 4;
  const yRow = <usize>(ow * step) << 4;
  const yPlane = <usize>(oh * ow) << 4;
  // Rows and columns of results of this phase.
  const height = kind == UP ? (oh - py + 1) >> 1 : oh;
  const width = kind == UP ? (ow - px + 1) >> 1 : ow;
  const mask = ptr(23) - ptr(1);
  const term = ptr(24) - ptr(1);
  for (let c = c0; c < c1; c += 4) {
    const bias = ptr(3) ? v128.load(ptr(3) + (<usize>c << 2)) : f32x4.splat(0);
    const scale = fused && ptr(25) ? v128.load(ptr(25) + (<usize>c << 2)) : f32x4.splat(1);
    let from = m + <usize>((c - c0) >> 3) * mRow + (<usize>((c - c0) & 4) << 2);
    let n = t0 / (across * down);
    let ty = (t0 - n * across * down) / across;
    let tx = t0 - (n * down + ty) * across;
    for (let t = t0; t < t1; t++, from += 32) {
      outputColumn(kind, py, from, side * mPlane, small);
      outputColumn(kind, py, from + mPlane, side * mPlane, small + 16);
      outputColumn(kind, py, from + 2 * mPlane, side * mPlane, small + 32);
      outputColumn(kind, py, from + 3 * mPlane, side * mPlane, small + 48);
      outputColumn(kind, py, from + 4 * mPlane, side * mPlane, small + 64);
      if (kind == SAME) outputColumn(kind, py, from + 5 * mPlane, side * mPlane, small + 80);
      const top = 4 * (row0 + ty);
      const left = 4 * (column0 + tx);
      const rows = min(4, height - top);
      const cols = min(4, width - left);
      let y = ptr(1) + <usize>(n * (columns >> 2) + (c >> 2)) * yPlane + (<usize>((top * step + py) * ow + left * step + px) << 4);
      for (let r = 0; r < rows; r++, y += yRow) {
        const row = small + <usize>r * 96;
        if (kind == UP && px == 0) outputRow(fused, DOWN, row, y, pixel, cols, scale, bias, mask, term);
        else outputRow(fused, kind, row, y, pixel, cols, scale, bias, mask, term);
      }
      if (++tx == across) {
        tx = 0;
        if (++ty == down) {
          ty = 0;
          n++;
        }
      }
    }
  }
}

// Functions of their own, one for each kind: see inputRun6.
function outputSame(t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  outputBand(false, SAME, 0, t0, t1, c0, c1, m, mPlane, mRow, small);
}

function outputSameFused(t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  outputBand(true, SAME, 0, t0, t1, c0, c1, m, mPlane, mRow, small);
}

function outputDown(t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  outputBand(true, DOWN, 0, t0, t1, c0, c1, m, mPlane, mRow, small);
}

function outputUp(phase: i32, t0: i32, t1: i32, c0: i32, c1: i32, m: usize, mPlane: usize, mRow: usize, small: usize): void {
  outputBand(true, UP, phase, t0, t1, c0, c1, m, mPlane, mRow, small);
}
