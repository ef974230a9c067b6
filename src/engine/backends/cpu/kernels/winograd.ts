/**
 * Winograd's minimal filtering F(4×4, 3×3) after Lavin and Gray (2015), with the points 0, ±1/√2, ±√2, ∞, whose rounding
 * error is about half that of 0, ±1, ±2. With d the 6×6 input, g the filter, m the product and y the 4×4 output, along
 * one axis: v = Bᵀd, u = G g, m = v·u, y = Aᵀm. The adjoint in g uses A, B and Gᵀ.
 *
 * 4×4 filters of stride 2 are built from the same pieces. Downwards, the input's four phases (odd and even rows and columns)
 * are four inputs of a 2×2 filter each: a 3-tap filter whose last tap is 0, for which the plane of ∞ vanishes (5 of 6 an
 * axis). Upwards (the transpose), each phase of the *output* has a 2×2 filter; with a zero tap last (even) or first (odd),
 * all four share one 3×3 input transform, and the plane of ∞ or of 0 vanishes.
 */
import { int, isWide, madd, ptr, real, scratch } from './params';
import { tile4, tile6, wide4, wide6 } from './tile';

/** What a convolution is: 3×3 of stride 1, 4×4 of stride 2 down, or its transpose up. */
const SAME: i32 = 0;
const DOWN: i32 = 1;
const UP: i32 = 2;

const R: f32 = 0.70710678118654752;
const S: f32 = 1.41421356237309505;
/** Bytes of scratch for one strip of transformed columns and for a tile in transformation; products lie behind. */
const STRIP: usize = 131072;
const SMALL: usize = 1024;
/** Bytes between planes beyond their size: strides that are powers of two would put all planes of a tile into one cache set. */
const GAP: usize = 192;

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
function inputAxis(six: bool, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, out: usize, to: usize): void {
  const u = plus(d2, -2, d4);
  const v = times(plus(d1, -2, d3), R);
  const s = plus(d2, -0.5, d4);
  const r = times(plus(d1, -0.5, d3), S);
  v128.store(out, f32x4.add(plus(d2, -2.5, d0), d4));
  v128.store(out + to, f32x4.add(u, v));
  v128.store(out + 2 * to, f32x4.sub(u, v));
  v128.store(out + 3 * to, f32x4.add(s, r));
  v128.store(out + 4 * to, f32x4.sub(s, r));
  if (six) v128.store(out + 5 * to, f32x4.add(plus(d3, -2.5, d1), d5));
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
function clear(s: usize): void {
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
function line(x: usize, row: usize, h: i32, y: i32, zeros: usize): usize {
  return y >= 0 && y < h ? x + <usize>y * row : zeros;
}

/** Transforms all channels of tiles t0 … t1 − 1; DOWN gives the channels of the four phases one after another. */
function inputBand(kind: i32, channels: i32, t0: i32, t1: i32, strip: usize, v: usize, plane: usize, grouped: bool, group: usize, block0: usize): void {
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
    for (let block = 0; block < blocks; block++) {
      const x = ptr(0) + <usize>(n * blocks + block) * xPlane;
      const to = v + <usize>block * block0;
      if (kind == DOWN) {
        for (let phase = 0; phase < 4; phase++) {
          const top = 8 * ty - 1 + (phase >> 1);
          const left = 8 * tx - 1 + (phase & 1);
          inputRun5(x, h, w, top, left, count, ptr(19), strip, to + <usize>(phase * blocks) * block0, plane, grouped, t - t0, group);
        }
      } else inputRun6(x, h, w, 4 * ty - int(10), 4 * tx - int(11), count, ptr(19), strip, to, plane, grouped, t - t0, group);
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
  const r = times(f32x4.sub(m1, m2), R);
  const s = times(f32x4.sub(m3, m4), S);
  let y0 = f32x4.add(p, q);
  let y3 = madd(r, f32x4.splat(0.5), f32x4.add(s, s));
  if (lack != UP) y0 = f32x4.add(v128.load(from), y0);
  if (lack != DOWN) y3 = f32x4.add(v128.load(one + 4 * step), y3);
  v128.store(out, y0);
  v128.store(out + to, f32x4.add(r, s));
  v128.store(out + 2 * to, madd(p, f32x4.splat(0.5), f32x4.add(q, q)));
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
  const r = times(f32x4.sub(m1, m2), R);
  const s = times(f32x4.sub(m3, m4), S);
  put(fused, y + pixel, f32x4.add(r, s), scale, bias, mask, term);
  if (cols == 2) return;
  put(fused, y + 2 * pixel, madd(p, f32x4.splat(0.5), f32x4.add(q, q)), scale, bias, mask, term);
  if (cols == 3) return;
  let y3 = madd(r, f32x4.splat(0.5), f32x4.add(s, s));
  if (lack != DOWN) y3 = f32x4.add(v128.load(one + 64), y3);
  put(fused, y + 3 * pixel, y3, scale, bias, mask, term);
}

/**
 * Filters → U[plane][columns/8][channels][8]. 0 w, 1 U, 2 channels, 3 columns, 4 byte stride of a channel, 5 of a column,
 * 6 flipped? One chunk per four columns, an even number of them: where the last four lack, they are those before again.
 */
export function winogradWeights(chunk: i32): void {
  const channels = int(2);
  const columns = int(3);
  const flipped = int(6) == 1;
  const panels = (columns + 7) >> 3;
  const plane = (<usize>(panels * channels) << 5) + GAP;
  const s0 = ptr(0) + <usize>min(chunk << 2, columns - 4) * ptr(5);
  const s1 = s0 + ptr(5);
  const s2 = s1 + ptr(5);
  const s3 = s2 + ptr(5);
  let to = ptr(1) + (<usize>((chunk >> 1) * channels) << 5) + (<usize>(chunk & 1) << 4);
  for (let c = 0; c < channels; c++, to += 32) {
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

/** u = G g for a filter of two taps, five vectors out: (g0, g1, 0) without ∞, or (0, g0, g1) without 0. */
// @ts-ignore: decorator
@inline
function pairAxis(high: bool, g0: v128, g1: v128, out: usize, to: usize): void {
  const first = high ? times(g0, R) : g0;
  const second = high ? times(g1, 0.5) : times(g1, R);
  const third = high ? times(g0, S) : g0;
  const fourth = high ? times(g1, 2) : times(g1, S);
  const start = high ? out : out + to;
  v128.store(high ? out + 4 * to : out, high ? g1 : g0);
  // The term in the odd power changes its sign with the point.
  v128.store(start, times(f32x4.add(first, second), -0.66666666666666667));
  v128.store(start + to, times(high ? f32x4.sub(second, first) : f32x4.sub(first, second), -0.66666666666666667));
  v128.store(start + 2 * to, times(f32x4.add(third, fourth), 0.16666666666666667));
  v128.store(start + 3 * to, times(high ? f32x4.sub(fourth, third) : f32x4.sub(third, fourth), 0.16666666666666667));
}

// @ts-ignore: decorator
@inline
function pairAxisOf(high: bool, g0: v128, g1: v128, out: usize, to: usize): void {
  if (high) pairAxis(true, g0, g1, out, to);
  else pairAxis(false, g0, g1, out, to);
}

/**
 * 4×4 filters → DOWN: U[plane][columns/8][4 phases · channels][8]; UP: U[phase][plane][columns/8][channels][8].
 * Parameters and chunks as winogradWeights, 6 UP?
 */
export function winogradStridedWeights(chunk: i32, thread: i32): void {
  const channels = int(2);
  const columns = int(3);
  const up = int(6) == 1;
  const panels = (columns + 7) >> 3;
  const s0 = ptr(0) + <usize>min(chunk << 2, columns - 4) * ptr(5);
  const s1 = s0 + ptr(5);
  const s2 = s1 + ptr(5);
  const s3 = s2 + ptr(5);
  const small = scratch(thread);
  const depth = up ? channels : 4 * channels;
  const plane = (<usize>(panels * depth) << 5) + GAP;
  for (let phase = 0; phase < 4; phase++) {
    const py = phase >> 1;
    const px = phase & 1;
    // Taps (first, second) per axis: DOWN (p, p + 2); UP (3, 1) for even outputs and (2, 0) for odd ones.
    const ky0 = up ? 3 - py : py;
    const ky1 = up ? 1 - py : py + 2;
    const kx0 = up ? 3 - px : px;
    const kx1 = up ? 1 - px : px + 2;
    let to = ptr(1) + (<usize>((chunk >> 1) * depth) << 5) + (<usize>(chunk & 1) << 4) + (up ? <usize>phase * 25 * plane : <usize>(phase * channels) << 5);
    for (let c = 0; c < channels; c++, to += 32) {
      const o = <usize>c * ptr(4);
      const a = four(s0, s1, s2, s3, o + (<usize>(ky0 * 4 + kx0) << 2));
      const b = four(s0, s1, s2, s3, o + (<usize>(ky0 * 4 + kx1) << 2));
      const d = four(s0, s1, s2, s3, o + (<usize>(ky1 * 4 + kx0) << 2));
      const e = four(s0, s1, s2, s3, o + (<usize>(ky1 * 4 + kx1) << 2));
      pairAxisOf(up && py == 1, a, d, small, 32);
      pairAxisOf(up && py == 1, b, e, small + 16, 32);
      for (let i: usize = 0; i < 5; i++) pairAxisOf(up && px == 1, v128.load(small + (i << 5)), v128.load(small + (i << 5), 16), to + i * 5 * plane, plane);
    }
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
 * 19 a row of zeros, 20 table of steps through V, 21 kind, 22 least value read of x, 23 mask or 0, 24 term to add or 0, 25 factors of
 * the columns or 0, 26 least value given, 27 any of 23–26?
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
  inputBand(kind, channels, t0, t1, strip, v, vPlane, true, group, 96);

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
      if (kind == DOWN) outputDown(t0, t1, c0, c1, m, mPlane, mRow, small);
      else if (kind == UP) outputUp(phase, t0, t1, c0, c1, m, mPlane, mRow, small);
      else if (int(27)) outputSameFused(t0, t1, c0, c1, m, mPlane, mRow, small);
      else outputSame(t0, t1, c0, c1, m, mPlane, mRow, small);
    }
  }
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
      const rows = min(4, height - 4 * ty);
      const cols = min(4, width - 4 * tx);
      let y = ptr(1) + <usize>(n * (columns >> 2) + (c >> 2)) * yPlane + (<usize>((4 * ty * step + py) * ow + 4 * tx * step + px) << 4);
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

/** m = A y along one axis: four vectors in, six stored `to` bytes apart. */
// @ts-ignore: decorator
@inline
function gradientAxis(six: bool, g0: v128, g1: v128, g2: v128, g3: v128, out: usize, to: usize): void {
  const e = plus(g2, 0.5, g0);
  const o = times(plus(g3, 0.5, g1), R);
  const f = plus(g2, 2, g0);
  const p = times(plus(g3, 2, g1), S);
  v128.store(out, g0);
  v128.store(out + to, f32x4.add(e, o));
  v128.store(out + 2 * to, f32x4.sub(e, o));
  v128.store(out + 3 * to, f32x4.add(f, p));
  v128.store(out + 4 * to, f32x4.sub(f, p));
  if (six) v128.store(out + 5 * to, g3);
}

/**
 * Transforms one channel block of a run of tiles of gy in one tile row, from row 4·ty of its plane on; `small` is scratch. The
 * result of plane p goes to `to` + p·plane, that of the next tile 32 bytes on.
 */
// @ts-ignore: decorator
@inline
function gradientRun(six: bool, gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  const row = <usize>ow << 4;
  const left = <usize>tx << 6;
  let p0 = line(gy, row, oh, 4 * ty, zeros) + left;
  let p1 = line(gy, row, oh, 4 * ty + 1, zeros) + left;
  let p2 = line(gy, row, oh, 4 * ty + 2, zeros) + left;
  let p3 = line(gy, row, oh, 4 * ty + 3, zeros) + left;
  const whole = (ow >> 2) - tx;
  for (let k = 0; k < count; k++) {
    if (k < whole) {
      gradientAxis(six, v128.load(p0), v128.load(p1), v128.load(p2), v128.load(p3), small, 16);
      gradientAxis(six, v128.load(p0, 16), v128.load(p1, 16), v128.load(p2, 16), v128.load(p3, 16), small + 96, 16);
      gradientAxis(six, v128.load(p0, 32), v128.load(p1, 32), v128.load(p2, 32), v128.load(p3, 32), small + 192, 16);
      gradientAxis(six, v128.load(p0, 48), v128.load(p1, 48), v128.load(p2, 48), v128.load(p3, 48), small + 288, 16);
    } else {
      const cols = ow - 4 * (tx + k);
      for (let q = 0; q < 4; q++) {
        const at = small + <usize>q * 96;
        const o = <usize>q << 4;
        if (q < cols) gradientAxis(six, v128.load(p0 + o), v128.load(p1 + o), v128.load(p2 + o), v128.load(p3 + o), at, 16);
        else clear(at);
      }
    }
    p0 += 64;
    p1 += 64;
    p2 += 64;
    p3 += 64;
    const next = plane * (six ? 6 : 5);
    let out = to + (<usize>k << 5);
    gradientRow(six, small, out, plane);
    out += next;
    gradientRow(six, small + 16, out, plane);
    out += next;
    gradientRow(six, small + 32, out, plane);
    out += next;
    gradientRow(six, small + 48, out, plane);
    out += next;
    gradientRow(six, small + 64, out, plane);
    if (six) gradientRow(six, small + 80, out + next, plane);
  }
}

// @ts-ignore: decorator
@inline
function gradientRow(six: bool, s: usize, to: usize, plane: usize): void {
  gradientAxis(six, v128.load(s), v128.load(s, 96), v128.load(s, 192), v128.load(s, 288), to, plane);
}

// Functions of their own: see inputRun6.
function gradientRun6(gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  gradientRun(true, gy, oh, ow, ty, tx, count, zeros, small, to, plane);
}

function gradientRun5(gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  gradientRun(false, gy, oh, ow, ty, tx, count, zeros, small, to, plane);
}

/**
 * Sums of products for the gradient in the filters: slice s of the tiles, a range of columns per chunk, to
 * sums[slice][plane][channels/6][columns/8][6][8].
 * 0 x, 1 gy (blocked), 2 sums, 4 channels, 5 columns, 6 H, 7 W, 8 out H, 9 out W, 10 pad top, 11 pad left, 12 tiles across,
 * 13 tiles down, 14 tiles in all, 15 tiles a band, 16 column chunks, 17 columns a chunk (a multiple of 8), 18 tiles a slice,
 * 19 zeros, 20 table 0, 16, 32, …, 21 kind (SAME or DOWN; then channels of the four phases one after another), 22 least value
 * read of x
 */
export function winogradGradient(chunk: i32, thread: i32): void {
  const kind = int(21);
  const six = kind == SAME;
  const planes = six ? 36 : 25;
  const channels = six ? int(4) : 4 * int(4);
  const columns = int(5);
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
  const vPlane = <usize>blocks * row + GAP;
  // Gradients of a band as [plane][columns/8][tile][8].
  const panel = <usize>band << 5;
  const mPlane = <usize>((c1 - c0 + 7) >> 3) * panel + GAP;
  const wide = isWide();
  const strip = scratch(thread);
  const small = strip + STRIP;
  const v = small + SMALL;
  const m = v + planes * vPlane;
  const yPlane = <usize>(oh * ow) << 4;
  const rowTiles = (channels + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const sPlane = <usize>(rowTiles * pairs) * 192 + GAP;
  const sums = ptr(2) + <usize>slice * planes * sPlane;
  const table = ptr(20);

  for (let t0 = first; t0 < last; t0 += band) {
    const t1 = min(last, t0 + band);
    inputBand(kind, int(4), t0, t1, strip, v, vPlane, false, 0, row);
    for (let t = t0; t < t1; ) {
      const n = t / (across * down);
      const rest = t - n * across * down;
      const ty = rest / across;
      const tx = rest - ty * across;
      const count = min(across - tx, t1 - t);
      for (let c = c0; c < c1; c += 4) {
        const gy = ptr(1) + <usize>(n * (columns >> 2) + (c >> 2)) * yPlane;
        const to = m + <usize>((c - c0) >> 3) * panel + (<usize>(t - t0) << 5) + (<usize>(c & 4) << 2);
        if (six) gradientRun6(gy, oh, ow, ty, tx, count, ptr(19), small, to, mPlane);
        else gradientRun5(gy, oh, ow, ty, tx, count, ptr(19), small, to, mPlane);
      }
      t += count;
    }
    const steps = t1 - t0;
    for (let plane = 0; plane < planes; plane++) {
      const vp = v + <usize>plane * vPlane;
      for (let c = c0; c < c1; ) {
        const mp = m + <usize>plane * mPlane + <usize>((c - c0) >> 3) * panel;
        const both = wide && c + 8 < c1;
        for (let r = 0; r < rowTiles; r++) {
          const k = r * 6;
          const end = channels - 1;
          const p0 = lane(vp, row, k);
          const p1 = lane(vp, row, min(end, k + 1));
          const p2 = lane(vp, row, min(end, k + 2));
          const p3 = lane(vp, row, min(end, k + 3));
          const p4 = lane(vp, row, min(end, k + 4));
          const p5 = lane(vp, row, min(end, k + 5));
          let sum = sums + <usize>plane * sPlane + <usize>(r * pairs + (c >> 3)) * 192;
          const to = t0 == first ? sum : small;
          if (both) wide6(p0, p1, p2, p3, p4, p5, table, steps, mp, panel, to, 192);
          else tile6(p0, p1, p2, p3, p4, p5, table, steps, mp, to);
          if (t0 == first) continue;
          const stop = small + (both ? 384 : 192);
          for (let v = small; v < stop; sum += 16, v += 16) v128.store(sum, f32x4.add(v128.load(sum), v128.load(v)));
        }
        c += both ? 16 : 8;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function lane(v: usize, row: usize, channel: i32): usize {
  return v + <usize>(channel >> 2) * row + (<usize>(channel & 3) << 2);
}

/** g = Gᵀu along one axis: six sums in and three taps out, or five and two. */
// @ts-ignore: decorator
@inline
function filterAxis(six: bool, from: usize, step: usize, out: usize, to: usize): void {
  const p = times(f32x4.add(v128.load(from + step), v128.load(from + 2 * step)), -0.66666666666666667);
  const d = times(f32x4.sub(v128.load(from + step), v128.load(from + 2 * step)), -0.66666666666666667 * R);
  const q = times(f32x4.add(v128.load(from + 3 * step), v128.load(from + 4 * step)), 0.16666666666666667);
  const e = times(f32x4.sub(v128.load(from + 3 * step), v128.load(from + 4 * step)), 0.16666666666666667 * S);
  v128.store(out, f32x4.add(v128.load(from), f32x4.add(p, q)));
  v128.store(out + to, f32x4.add(d, e));
  if (six) v128.store(out + 2 * to, f32x4.add(v128.load(from + 5 * step), madd(p, f32x4.splat(0.5), f32x4.add(q, q))));
}

/**
 * Adds the slices in order and takes the sums back to filters gw (columns, channels, 3, 3) or (columns, channels, 4, 4).
 * 0 sums, 1 gw, 2 channels (of all phases), 3 columns, 4 slices, 5 kind. One chunk per six channels.
 */
export function winogradFilters(chunk: i32, thread: i32): void {
  if (int(5) == DOWN) filtersAs(DOWN, chunk, thread);
  else filtersAs(SAME, chunk, thread);
}

// @ts-ignore: decorator
@inline
function filtersAs(kind: i32, chunk: i32, thread: i32): void {
  const six = kind == SAME;
  const side: usize = six ? 6 : 5;
  const taps: usize = six ? 3 : 2;
  const channels = int(2);
  const columns = int(3);
  const slices = int(4);
  const rowTiles = (channels + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const plane = <usize>(rowTiles * pairs) * 192 + GAP;
  const small = scratch(thread);
  const middle = small + 36 * 16;
  const out = middle + 18 * 16;
  const own = six ? channels : channels >> 2;
  for (let r = 0; r < 6; r++) {
    const channel = chunk * 6 + r;
    if (channel >= channels) return;
    const phase = six ? 0 : channel / own;
    const c0 = six ? channel : channel - phase * own;
    // Taps of a phase lie two apart.
    const start = six ? 0 : <usize>((phase >> 1) * 4 + (phase & 1)) << 2;
    for (let c = 0; c < columns; c += 4) {
      const at = ptr(0) + <usize>(chunk * pairs + (c >> 3)) * 192 + (<usize>r << 5) + (<usize>(c & 4) << 2);
      for (let p: usize = 0; p < side * side; p++) {
        let s = v128.load(at + p * plane);
        for (let k = 1; k < slices; k++) s = f32x4.add(s, v128.load(at + (<usize>k * side * side + p) * plane));
        v128.store(small + (p << 4), s);
      }
      for (let j: usize = 0; j < side; j++) filterAxis(six, small + (j << 4), side << 4, middle + (j << 4), 96);
      for (let i: usize = 0; i < taps; i++) filterAxis(six, middle + i * 96, 16, out + i * 48, 16);
      for (let l = 0; l < 4; l++) {
        const gw = ptr(1) + <usize>((c + l) * own + c0) * (six ? 36 : 64) + start;
        for (let i: usize = 0; i < taps; i++) {
          for (let j: usize = 0; j < taps; j++) {
            const to = six ? (i * 3 + j) << 2 : (i * 8 + j * 2) << 2;
            store<f32>(gw + to, load<f32>(out + i * 48 + (j << 4) + (<usize>l << 2)));
          }
        }
      }
    }
  }
}
