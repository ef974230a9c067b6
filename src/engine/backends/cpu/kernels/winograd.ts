/**
 * Winograd's minimal filtering F(4×4, 3×3) after Lavin and Gray (2015), with the points 0, ±1/√2, ±√2, ∞, whose rounding
 * error is about half that of 0, ±1, ±2. With d the 6×6 input, g the filter, m the product and y the 4×4 output, along
 * one axis: v = Bᵀd, u = G g, m = v·u, y = Aᵀm. The adjoint in g uses A, B and Gᵀ.
 */
import { int, madd, ptr, scratch } from './params';
import { tile4, tile6 } from './tile';

const R: f32 = 0.70710678118654752;
const S: f32 = 1.41421356237309505;
/** Bytes of scratch for one strip of transformed columns and for a tile in transformation; products lie behind. */
const STRIP: usize = 131072;
const SMALL: usize = 1024;

// @ts-ignore: decorator
@inline
function times(x: v128, k: f32): v128 {
  return f32x4.mul(x, f32x4.splat(k));
}

// @ts-ignore: decorator
@inline
function plus(x: v128, k: f32, y: v128): v128 {
  return madd(x, f32x4.splat(k), y);
}

/** v = Bᵀd: six vectors read `from` bytes apart, six written `to` bytes apart. */
// @ts-ignore: decorator
@inline
function inputAxis(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, out: usize, to: usize): void {
  const u = plus(d2, -2, d4);
  const v = times(plus(d1, -2, d3), R);
  const s = plus(d2, -0.5, d4);
  const r = times(plus(d1, -0.5, d3), S);
  v128.store(out, f32x4.add(plus(d2, -2.5, d0), d4));
  v128.store(out + to, f32x4.add(u, v));
  v128.store(out + 2 * to, f32x4.sub(u, v));
  v128.store(out + 3 * to, f32x4.add(s, r));
  v128.store(out + 4 * to, f32x4.sub(s, r));
  v128.store(out + 5 * to, f32x4.add(plus(d3, -2.5, d1), d5));
}

/**
 * Transforms one channel block of a run of tiles in one tile row. Pixels outside the picture count as zero.
 * V of plane p goes to `target(p) = v + p·plane`, tile k at the offset of `place(k)`.
 */
// @ts-ignore: decorator
@inline
function inputRun(x: usize, h: i32, w: i32, top: i32, left: i32, count: i32, zeros: usize, strip: usize, v: usize, plane: usize, grouped: bool, first: i32, group: usize): void {
  const row = <usize>w << 4;
  const r0 = top >= 0 && top < h ? x + <usize>top * row : zeros;
  const r1 = top + 1 >= 0 && top + 1 < h ? x + <usize>(top + 1) * row : zeros;
  const r2 = top + 2 >= 0 && top + 2 < h ? x + <usize>(top + 2) * row : zeros;
  const r3 = top + 3 >= 0 && top + 3 < h ? x + <usize>(top + 3) * row : zeros;
  const r4 = top + 4 >= 0 && top + 4 < h ? x + <usize>(top + 4) * row : zeros;
  const r5 = top + 5 >= 0 && top + 5 < h ? x + <usize>(top + 5) * row : zeros;
  const last = left + 4 * count + 2;
  const zero = f32x4.splat(0);
  let s = strip;
  for (let i = left; i < last; i++, s += 96) {
    if (i >= 0 && i < w) {
      const o = <usize>i << 4;
      inputAxis(v128.load(r0 + o), v128.load(r1 + o), v128.load(r2 + o), v128.load(r3 + o), v128.load(r4 + o), v128.load(r5 + o), s, 16);
    } else {
      v128.store(s, zero);
      v128.store(s, zero, 16);
      v128.store(s, zero, 32);
      v128.store(s, zero, 48);
      v128.store(s, zero, 64);
      v128.store(s, zero, 80);
    }
  }
  s = strip;
  for (let k = first; k < first + count; k++, s += 384) {
    let to = v;
    if (grouped) {
      const g = k / 6;
      to += <usize>g * group + (<usize>(k - g * 6) << 4);
    } else to += <usize>k << 4;
    for (let i: usize = 0; i < 96; i += 16) {
      const c = s + i;
      inputAxis(v128.load(c), v128.load(c, 96), v128.load(c, 192), v128.load(c, 288), v128.load(c, 384), v128.load(c, 480), to, plane);
      to += plane * 6;
    }
  }
}

/** y = Aᵀm along one axis: six vectors in, four out. */
// @ts-ignore: decorator
@inline
function outputAxis(from: usize, step: usize, out: usize, to: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + 2 * step);
  const m3 = v128.load(from + 3 * step);
  const m4 = v128.load(from + 4 * step);
  const p = f32x4.add(m1, m2);
  const q = f32x4.add(m3, m4);
  const r = times(f32x4.sub(m1, m2), R);
  const s = times(f32x4.sub(m3, m4), S);
  v128.store(out, f32x4.add(v128.load(from), f32x4.add(p, q)));
  v128.store(out + to, f32x4.add(r, s));
  v128.store(out + 2 * to, madd(p, f32x4.splat(0.5), f32x4.add(q, q)));
  v128.store(out + 3 * to, f32x4.add(v128.load(from + 5 * step), madd(r, f32x4.splat(0.5), f32x4.add(s, s))));
}

/**
 * Filters → U[plane][columns/4][channels][4]. 0 w, 1 U, 2 channels, 3 columns, 4 byte stride of a channel, 5 of a column,
 * 6 flipped? One chunk per panel of four columns.
 */
export function winogradWeights(chunk: i32): void {
  const channels = int(2);
  const columns = int(3);
  const flipped = int(6) == 1;
  const panels = (columns + 3) >> 2;
  const plane = <usize>(panels * channels) << 4;
  const here = columns - (chunk << 2);
  const s0 = ptr(0) + <usize>(chunk << 2) * ptr(5);
  const s1 = here > 1 ? s0 + ptr(5) : s0;
  const s2 = here > 2 ? s1 + ptr(5) : s0;
  const s3 = here > 3 ? s2 + ptr(5) : s0;
  let to = ptr(1) + (<usize>(chunk * channels) << 4);
  for (let c = 0; c < channels; c++, to += 16) {
    const o = <usize>c * ptr(4);
    let from: usize = flipped ? 32 : 0;
    const step: usize = flipped ? -4 : 4;
    // Columns of the filter first: u[i][kx] in locals, three at a time, then rows.
    const g00 = four(s0, s1, s2, s3, o + from);
    const g01 = four(s0, s1, s2, s3, o + from + step);
    const g02 = four(s0, s1, s2, s3, o + from + 2 * step);
    const g10 = four(s0, s1, s2, s3, o + from + 3 * step);
    const g11 = four(s0, s1, s2, s3, o + from + 4 * step);
    const g12 = four(s0, s1, s2, s3, o + from + 5 * step);
    const g20 = four(s0, s1, s2, s3, o + from + 6 * step);
    const g21 = four(s0, s1, s2, s3, o + from + 7 * step);
    const g22 = four(s0, s1, s2, s3, o + from + 8 * step);
    weightRow(g00, g01, g02, to, plane);
    const e0 = plus(g20, 0.5, g00);
    const e1 = plus(g21, 0.5, g01);
    const e2 = plus(g22, 0.5, g02);
    const f0 = times(g10, R);
    const f1 = times(g11, R);
    const f2 = times(g12, R);
    const k: f32 = -0.66666666666666667;
    weightRow(times(f32x4.add(e0, f0), k), times(f32x4.add(e1, f1), k), times(f32x4.add(e2, f2), k), to + 6 * plane, plane);
    weightRow(times(f32x4.sub(e0, f0), k), times(f32x4.sub(e1, f1), k), times(f32x4.sub(e2, f2), k), to + 12 * plane, plane);
    const h0 = plus(g20, 2, g00);
    const h1 = plus(g21, 2, g01);
    const h2 = plus(g22, 2, g02);
    const l0 = times(g10, S);
    const l1 = times(g11, S);
    const l2 = times(g12, S);
    const q: f32 = 0.16666666666666667;
    weightRow(times(f32x4.add(h0, l0), q), times(f32x4.add(h1, l1), q), times(f32x4.add(h2, l2), q), to + 18 * plane, plane);
    weightRow(times(f32x4.sub(h0, l0), q), times(f32x4.sub(h1, l1), q), times(f32x4.sub(h2, l2), q), to + 24 * plane, plane);
    weightRow(g20, g21, g22, to + 30 * plane, plane);
  }
}

// @ts-ignore: decorator
@inline
function four(s0: usize, s1: usize, s2: usize, s3: usize, o: usize): v128 {
  let v = v128.load32_zero(s0 + o);
  v = v128.load_lane<f32>(s1 + o, v, 1);
  v = v128.load_lane<f32>(s2 + o, v, 2);
  return v128.load_lane<f32>(s3 + o, v, 3);
}

/** u = G g along a row, stored a plane apart. */
// @ts-ignore: decorator
@inline
function weightRow(g0: v128, g1: v128, g2: v128, to: usize, plane: usize): void {
  const e = plus(g2, 0.5, g0);
  const f = times(g1, R);
  const h = plus(g2, 2, g0);
  const l = times(g1, S);
  v128.store(to, g0);
  v128.store(to + plane, times(f32x4.add(e, f), -0.66666666666666667));
  v128.store(to + 2 * plane, times(f32x4.sub(e, f), -0.66666666666666667));
  v128.store(to + 3 * plane, times(f32x4.add(h, l), 0.16666666666666667));
  v128.store(to + 4 * plane, times(f32x4.sub(h, l), 0.16666666666666667));
  v128.store(to + 5 * plane, g2);
}

/**
 * A whole convolution, a band of tiles and a range of columns per chunk.
 * 0 x (blocked), 1 y (blocked), 2 U, 3 bias or 0, 4 channels, 5 columns, 6 H, 7 W, 8 out H, 9 out W, 10 pad top, 11 pad left,
 * 12 tiles across, 13 tiles down, 14 tiles in all, 15 tiles a band, 16 column chunks, 17 columns a chunk, 18 columns a group,
 * 19 a row of zeros, 20 table of steps through V
 */
export function winograd(chunk: i32, thread: i32): void {
  const channels = int(4);
  const columns = int(5);
  const h = int(6);
  const w = int(7);
  const oh = int(8);
  const ow = int(9);
  const across = int(12);
  const down = int(13);
  const band = int(15);
  const columnChunks = int(16);
  const bandIndex = chunk / columnChunks;
  const t0 = bandIndex * band;
  const t1 = min(int(14), t0 + band);
  const tiles = t1 - t0;
  const groups = (tiles + 5) / 6;
  const group = <usize>channels * 24;
  const vPlane = <usize>groups * group + 192;
  const strip = scratch(thread);
  const small = strip + STRIP;
  const v = small + SMALL;
  const m = v + 36 * vPlane;
  const xPlane = <usize>(h * w) << 4;
  const blocks = channels >> 2;

  for (let t = t0; t < t1; ) {
    const n = t / (across * down);
    const rest = t - n * across * down;
    const ty = rest / across;
    const tx = rest - ty * across;
    const count = min(across - tx, t1 - t);
    for (let block = 0; block < blocks; block++) {
      const x = ptr(0) + <usize>(n * blocks + block) * xPlane;
      inputRun(x, h, w, 4 * ty - int(10), 4 * tx - int(11), count, ptr(19), strip, v + <usize>block * 96, vPlane, true, t - t0, group);
    }
    t += count;
  }

  const firstColumn = (chunk - bandIndex * columnChunks) * int(17);
  const lastColumn = min(columns, firstColumn + int(17));
  const panel = <usize>channels << 4;
  const uPlane = <usize>(columns >> 2) * panel;
  // Products lie as [plane][pair of panels][tile][8], as the kernel leaves them.
  const mRow = <usize>(groups * 6) << 5;
  const table = ptr(20);
  const yPlane = <usize>(oh * ow) << 4;
  for (let c0 = firstColumn; c0 < lastColumn; c0 += int(18)) {
    const c1 = min(lastColumn, c0 + int(18));
    const mPlane = <usize>((c1 - c0 + 7) >> 3) * mRow + 192;
    for (let plane = 0; plane < 36; plane++) {
      const vp = v + <usize>plane * vPlane;
      for (let c = c0; c < c1; c += 8) {
        const u = ptr(2) + <usize>plane * uPlane + <usize>(c >> 2) * panel;
        const pair = c + 4 < c1;
        const d = pair ? panel : 0;
        const mp = m + <usize>plane * mPlane + <usize>((c - c0) >> 3) * mRow;
        for (let g = 0; g < groups; g++) {
          const p = vp + <usize>g * group;
          const to = mp + <usize>g * 192;
          if (tiles - g * 6 > 4) tile6(p, p + 16, p + 32, p + 48, p + 64, p + 80, table, channels, u, d, to);
          else tile4(p, p + 16, p + 32, p + 48, table, channels, u, d, to);
        }
      }
    }
    for (let c = c0; c < c1; c += 4) {
      const bias = ptr(3) ? v128.load(ptr(3) + (<usize>c << 2)) : f32x4.splat(0);
      const mc = m + <usize>((c - c0) >> 3) * mRow + (<usize>((c - c0) & 4) << 2);
      for (let t = t0; t < t1; t++) {
        const n = t / (across * down);
        const rest = t - n * across * down;
        const ty = rest / across;
        const tx = rest - ty * across;
        let from = mc + (<usize>(t - t0) << 5);
        for (let j: usize = 0; j < 6; j++, from += mPlane) outputAxis(from, 6 * mPlane, small + (j << 4), 96);
        const rows = min(4, oh - 4 * ty);
        const cols = min(4, ow - 4 * tx);
        let y = ptr(1) + <usize>(n * (columns >> 2) + (c >> 2)) * yPlane + (<usize>(4 * ty * ow + 4 * tx) << 4);
        for (let r = 0; r < rows; r++, y += <usize>ow << 4) {
          const line = small + <usize>r * 96;
          const last = small + 768;
          outputAxis(line, 16, last, 16);
          for (let q = 0; q < cols; q++) v128.store(y + (<usize>q << 4), f32x4.add(v128.load(last + (<usize>q << 4)), bias));
        }
      }
    }
  }
}

/** m = A y along one axis: four vectors in, six stored `to` bytes apart. */
// @ts-ignore: decorator
@inline
function gradientAxis(g0: v128, g1: v128, g2: v128, g3: v128, out: usize, to: usize): void {
  const e = plus(g2, 0.5, g0);
  const o = times(plus(g3, 0.5, g1), R);
  const f = plus(g2, 2, g0);
  const p = times(plus(g3, 2, g1), S);
  v128.store(out, g0);
  v128.store(out + to, f32x4.add(e, o));
  v128.store(out + 2 * to, f32x4.sub(e, o));
  v128.store(out + 3 * to, f32x4.add(f, p));
  v128.store(out + 4 * to, f32x4.sub(f, p));
  v128.store(out + 5 * to, g3);
}

// @ts-ignore: decorator
@inline
function pixel(at: usize, inside: bool): v128 {
  return inside ? v128.load(at) : f32x4.splat(0);
}

/**
 * Sums of products for the gradient in the filters: slice s of the tiles, a range of columns per chunk, to
 * sums[slice][plane][channels/6][columns/8][6][8].
 * 0 x, 1 gy (blocked), 2 sums, 4 channels, 5 columns, 6 H, 7 W, 8 out H, 9 out W, 10 pad top, 11 pad left, 12 tiles across,
 * 13 tiles down, 14 tiles in all, 15 tiles a band, 16 column chunks, 17 columns a chunk (a multiple of 8), 18 tiles a slice,
 * 19 zeros, 20 table 0, 16, 32, …
 */
export function winogradGradient(chunk: i32, thread: i32): void {
  const channels = int(4);
  const columns = int(5);
  const h = int(6);
  const w = int(7);
  const oh = int(8);
  const ow = int(9);
  const across = int(12);
  const down = int(13);
  const columnChunks = int(16);
  const slice = chunk / columnChunks;
  const first = slice * int(18);
  const last = min(int(14), first + int(18));
  const c0 = (chunk - slice * columnChunks) * int(17);
  const c1 = min(columns, c0 + int(17));
  const band = int(15);
  const blocks = channels >> 2;
  const row = <usize>band << 4;
  const vPlane = <usize>blocks * row + 192;
  const mPlane = <usize>((c1 - c0) >> 2) * row + 192;
  const strip = scratch(thread);
  const small = strip + STRIP;
  const v = small + SMALL;
  const m = v + 36 * vPlane;
  const xPlane = <usize>(h * w) << 4;
  const yPlane = <usize>(oh * ow) << 4;
  const rowTiles = (channels + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const sPlane = <usize>(rowTiles * pairs) * 192;
  const sums = ptr(2) + <usize>slice * 36 * sPlane;
  const table = ptr(20);

  for (let t0 = first; t0 < last; t0 += band) {
    const t1 = min(last, t0 + band);
    for (let t = t0; t < t1; ) {
      const n = t / (across * down);
      const rest = t - n * across * down;
      const ty = rest / across;
      const tx = rest - ty * across;
      const count = min(across - tx, t1 - t);
      for (let block = 0; block < blocks; block++) {
        const x = ptr(0) + <usize>(n * blocks + block) * xPlane;
        inputRun(x, h, w, 4 * ty - int(10), 4 * tx - int(11), count, ptr(19), strip, v + <usize>block * row, vPlane, false, t - t0, 0);
      }
      const rows = oh - 4 * ty;
      for (let c = c0; c < c1; c += 4) {
        const gy = ptr(1) + <usize>(n * (columns >> 2) + (c >> 2)) * yPlane + (<usize>(4 * ty * ow) << 4);
        const step = <usize>ow << 4;
        for (let k = 0; k < count; k++) {
          for (let q = 0; q < 4; q++) {
            const col = 4 * (tx + k) + q;
            const at = gy + (<usize>col << 4);
            const inside = col < ow;
            gradientAxis(pixel(at, inside), pixel(at + step, inside && rows > 1), pixel(at + 2 * step, inside && rows > 2), pixel(at + 3 * step, inside && rows > 3), small + <usize>q * 96, 16);
          }
          let to = m + <usize>((c - c0) >> 2) * row + (<usize>(t - t0 + k) << 4);
          for (let i: usize = 0; i < 96; i += 16, to += 6 * mPlane) {
            const s = small + i;
            gradientAxis(v128.load(s), v128.load(s, 96), v128.load(s, 192), v128.load(s, 288), to, mPlane);
          }
        }
      }
      t += count;
    }
    const steps = t1 - t0;
    for (let plane = 0; plane < 36; plane++) {
      const vp = v + <usize>plane * vPlane;
      for (let c = c0; c < c1; c += 8) {
        const mp = m + <usize>plane * mPlane + <usize>((c - c0) >> 2) * row;
        const d = c + 4 < c1 ? row : 0;
        for (let r = 0; r < rowTiles; r++) {
          const k = r * 6;
          const end = channels - 1;
          tile6(lane(vp, row, k), lane(vp, row, min(end, k + 1)), lane(vp, row, min(end, k + 2)), lane(vp, row, min(end, k + 3)), lane(vp, row, min(end, k + 4)), lane(vp, row, min(end, k + 5)), table, steps, mp, d, small);
          const sum = sums + <usize>plane * sPlane + <usize>(r * pairs + (c >> 3)) * 192;
          if (t0 == first) memory.copy(sum, small, 192);
          else for (let i: usize = 0; i < 192; i += 16) v128.store(sum + i, f32x4.add(v128.load(sum + i), v128.load(small + i)));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function lane(v: usize, row: usize, channel: i32): usize {
  return v + <usize>(channel >> 2) * row + (<usize>(channel & 3) << 2);
}

/** g = Gᵀu along one axis: six sums in, three out. */
// @ts-ignore: decorator
@inline
function filterAxis(from: usize, step: usize, out: usize, to: usize): void {
  const p = times(f32x4.add(v128.load(from + step), v128.load(from + 2 * step)), -0.66666666666666667);
  const d = times(f32x4.sub(v128.load(from + step), v128.load(from + 2 * step)), -0.66666666666666667 * R);
  const q = times(f32x4.add(v128.load(from + 3 * step), v128.load(from + 4 * step)), 0.16666666666666667);
  const e = times(f32x4.sub(v128.load(from + 3 * step), v128.load(from + 4 * step)), 0.16666666666666667 * S);
  v128.store(out, f32x4.add(v128.load(from), f32x4.add(p, q)));
  v128.store(out + to, f32x4.add(d, e));
  v128.store(out + 2 * to, f32x4.add(v128.load(from + 5 * step), madd(p, f32x4.splat(0.5), f32x4.add(q, q))));
}

/** Adds the slices in order and takes the sums back to filters gw (columns, channels, 3, 3). 0 sums, 1 gw, 2 channels, 3 columns, 4 slices. One chunk per six channels. */
export function winogradFilters(chunk: i32, thread: i32): void {
  const channels = int(2);
  const columns = int(3);
  const slices = int(4);
  const rowTiles = (channels + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const plane = <usize>(rowTiles * pairs) * 192;
  const small = scratch(thread);
  const middle = small + 36 * 16;
  const out = middle + 18 * 16;
  for (let r = 0; r < 6; r++) {
    const channel = chunk * 6 + r;
    if (channel >= channels) return;
    for (let c = 0; c < columns; c += 4) {
      const at = ptr(0) + <usize>(chunk * pairs + (c >> 3)) * 192 + (<usize>r << 5) + (<usize>(c & 4) << 2);
      for (let p: usize = 0; p < 36; p++) {
        let s = v128.load(at + p * plane);
        for (let k = 1; k < slices; k++) s = f32x4.add(s, v128.load(at + (<usize>k * 36 + p) * plane));
        v128.store(small + (p << 4), s);
      }
      for (let j: usize = 0; j < 6; j++) filterAxis(small + (j << 4), 96, middle + (j << 4), 96);
      for (let i: usize = 0; i < 3; i++) filterAxis(middle + i * 96, 16, out + i * 48, 16);
      for (let l = 0; l < 4; l++) {
        const gw = ptr(1) + <usize>((c + l) * channels + channel) * 36;
        for (let tap: usize = 0; tap < 9; tap++) store<f32>(gw + (tap << 2), load<f32>(out + (tap << 4) + (<usize>l << 2)));
      }
    }
  }
}
