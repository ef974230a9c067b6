import { int, ptr } from './params';
import { GAP, HALF, MINUS_TWO_THIRDS, plus, ROOT_HALF, ROOT_TWO, SIXTH, times, TWO } from './winogradPoints';

/**
 * Filters → U[plane][columns/8][channels][8]. 0 w, 1 U, 2 channels, 3 columns, 4 byte stride of a channel, 5 of a column,
 * 6 flipped? One chunk per panel of eight columns, so that no two threads write to one cache line; where the last four lack, they
 * are those before again.
 */
export function winogradWeights(chunk: i32): void {
  const channels = int(2);
  const plane = (<usize>(((int(3) + 7) >> 3) * channels) << 5) + GAP;
  const to = ptr(1) + (<usize>(chunk * channels) << 5);
  sameWeights(columnsFrom(chunk << 3), ptr(5), ptr(4), channels, int(6) == 1, to, plane);
  sameWeights(columnsFrom((chunk << 3) + 4), ptr(5), ptr(4), channels, int(6) == 1, to + 16, plane);
}

/** Address of four columns, the last four where there are none. */
// @ts-ignore: decorator
@inline
function columnsFrom(column: i32): usize {
  return ptr(0) + <usize>min(column, int(3) - 4) * ptr(5);
}

/**
 * Four columns `column` bytes apart, `channels` channels `channel` bytes apart: to `to`, 32 bytes on for each channel, planes
 * `plane` bytes apart.
 */
export function sameWeights(s0: usize, column: usize, channel: usize, channels: i32, flipped: bool, to: usize, plane: usize): void {
  const s1 = s0 + column;
  const s2 = s1 + column;
  const s3 = s2 + column;
  for (let c = 0; c < channels; c++, to += 32) {
    const o = <usize>c * channel;
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
    weightRows(HALF, ROOT_HALF, MINUS_TWO_THIRDS, g00, g01, g02, g10, g11, g12, g20, g21, g22, to + 6 * plane, plane);
    weightRows(TWO, ROOT_TWO, SIXTH, g00, g01, g02, g10, g11, g12, g20, g21, g22, to + 18 * plane, plane);
    weightRow(g20, g21, g22, to + 30 * plane, plane);
  }
}

/** u = G g for a filter of two taps, five vectors out: (g0, g1, 0) without ∞, or (0, g0, g1) without 0. */
// @ts-ignore: decorator
@inline
function pairAxis(high: bool, g0: v128, g1: v128, out: usize, to: usize): void {
  const first = high ? times(g0, ROOT_HALF) : g0;
  const second = high ? times(g1, HALF) : times(g1, ROOT_HALF);
  const third = high ? times(g0, ROOT_TWO) : g0;
  const fourth = high ? times(g1, TWO) : times(g1, ROOT_TWO);
  const start = high ? out : out + to;
  v128.store(high ? out + 4 * to : out, high ? g1 : g0);
  v128.store(start, times(f32x4.add(first, second), MINUS_TWO_THIRDS));
  v128.store(start + to, times(odd(high, first, second), MINUS_TWO_THIRDS));
  v128.store(start + 2 * to, times(f32x4.add(third, fourth), SIXTH));
  v128.store(start + 3 * to, times(odd(high, third, fourth), SIXTH));
}

/**
 * 4×4 filters → DOWN: U[plane][columns/8][4 phases · channels][8]; UP: U[phase][plane][columns/8][channels][8].
 * Parameters and chunks as winogradWeights, 6 UP?
 */
export function winogradStridedWeights(chunk: i32): void {
  const channels = int(2);
  const up = int(6) == 1;
  const depth = up ? channels : 4 * channels;
  const plane = (<usize>(((int(3) + 7) >> 3) * depth) << 5) + GAP;
  const to = ptr(1) + (<usize>(chunk * depth) << 5);
  for (let phase = 0; phase < 4; phase++) {
    const at = to + (up ? <usize>phase * 25 * plane : <usize>(phase * channels) << 5);
    stridedWeights(phase, columnsFrom(chunk << 3), ptr(5), ptr(4), channels, up, at, plane);
    stridedWeights(phase, columnsFrom((chunk << 3) + 4), ptr(5), ptr(4), channels, up, at + 16, plane);
  }
}

/** One phase; as sameWeights. */
export function stridedWeights(phase: i32, w: usize, column: usize, channel: usize, channels: i32, up: bool, to: usize, plane: usize): void {
  const py = phase >> 1;
  const px = phase & 1;
  if (!up) pairsLowLow(w, column, channel, channels, py, px, py + 2, px + 2, to, plane);
  // Taps (first, second) per axis: DOWN (p, p + 2); UP (3, 1) for even outputs and (2, 0) for odd ones.
  else if (py) {
    if (px) pairsHighHigh(w, column, channel, channels, 2, 2, 0, 0, to, plane);
    else pairsHighLow(w, column, channel, channels, 2, 3, 0, 1, to, plane);
  } else if (px) pairsLowHigh(w, column, channel, channels, 3, 2, 1, 0, to, plane);
  else pairsLowLow(w, column, channel, channels, 3, 3, 1, 1, to, plane);
}

// Functions of their own, so that nothing is decided within the loop.
function pairsLowLow(w: usize, column: usize, channel: usize, channels: i32, y0: i32, x0: i32, y1: i32, x1: i32, to: usize, plane: usize): void {
  pairs(false, false, w, column, channel, channels, y0, x0, y1, x1, to, plane);
}

function pairsLowHigh(w: usize, column: usize, channel: usize, channels: i32, y0: i32, x0: i32, y1: i32, x1: i32, to: usize, plane: usize): void {
  pairs(false, true, w, column, channel, channels, y0, x0, y1, x1, to, plane);
}

function pairsHighLow(w: usize, column: usize, channel: usize, channels: i32, y0: i32, x0: i32, y1: i32, x1: i32, to: usize, plane: usize): void {
  pairs(true, false, w, column, channel, channels, y0, x0, y1, x1, to, plane);
}

function pairsHighHigh(w: usize, column: usize, channel: usize, channels: i32, y0: i32, x0: i32, y1: i32, x1: i32, to: usize, plane: usize): void {
  pairs(true, true, w, column, channel, channels, y0, x0, y1, x1, to, plane);
}

/** Filters of the taps (y0, x0), (y0, x1), (y1, x0), (y1, x1). */
// @ts-ignore: decorator
@inline
function pairs(highY: bool, highX: bool, s0: usize, column: usize, channel: usize, channels: i32, y0: i32, x0: i32, y1: i32, x1: i32, to: usize, plane: usize): void {
  const s1 = s0 + column;
  const s2 = s1 + column;
  const s3 = s2 + column;
  const row = 5 * plane;
  let o0 = <usize>(y0 * 4 + x0) << 2;
  let o1 = <usize>(y0 * 4 + x1) << 2;
  let o2 = <usize>(y1 * 4 + x0) << 2;
  let o3 = <usize>(y1 * 4 + x1) << 2;
  const end = to + (<usize>channels << 5);
  for (; to < end; to += 32) {
    const a = four(s0, s1, s2, s3, o0);
    const b = four(s0, s1, s2, s3, o1);
    const d = four(s0, s1, s2, s3, o2);
    const e = four(s0, s1, s2, s3, o3);
    o0 += channel;
    o1 += channel;
    o2 += channel;
    o3 += channel;
    let out = to;
    if (!highY) {
      pairAxis(highX, a, b, out, plane);
      out += row;
    }
    const p0 = highY ? times(a, ROOT_HALF) : a;
    const p1 = highY ? times(b, ROOT_HALF) : b;
    const q0 = times(d, highY ? HALF : ROOT_HALF);
    const q1 = times(e, highY ? HALF : ROOT_HALF);
    const k = MINUS_TWO_THIRDS;
    pairAxis(highX, times(f32x4.add(p0, q0), k), times(f32x4.add(p1, q1), k), out, plane);
    out += row;
    pairAxis(highX, times(odd(highY, p0, q0), k), times(odd(highY, p1, q1), k), out, plane);
    out += row;
    const r0 = highY ? times(a, ROOT_TWO) : a;
    const r1 = highY ? times(b, ROOT_TWO) : b;
    const t0 = times(d, highY ? TWO : ROOT_TWO);
    const t1 = times(e, highY ? TWO : ROOT_TWO);
    const q = SIXTH;
    pairAxis(highX, times(f32x4.add(r0, t0), q), times(f32x4.add(r1, t1), q), out, plane);
    out += row;
    pairAxis(highX, times(odd(highY, r0, t0), q), times(odd(highY, r1, t1), q), out, plane);
    if (highY) pairAxis(highX, d, e, out + row, plane);
  }
}

/** The first minus the second, or the other way round: the term in the odd power changes its sign with the point. */
// @ts-ignore: decorator
@inline
function odd(high: bool, first: v128, second: v128): v128 {
  return high ? f32x4.sub(second, first) : f32x4.sub(first, second);
}

// @ts-ignore: decorator
@inline
function four(s0: usize, s1: usize, s2: usize, s3: usize, o: usize): v128 {
  let v = v128.load32_zero(s0 + o);
  v = v128.load_lane<f32>(s1 + o, v, 1);
  v = v128.load_lane<f32>(s2 + o, v, 2);
  return v128.load_lane<f32>(s3 + o, v, 3);
}

/** The rows of a filter's transform at two opposite points: `even` the point's square, `odd` the point, `scale` what both are times. */
// @ts-ignore: decorator
@inline
function weightRows(even: usize, odd: usize, scale: usize, g00: v128, g01: v128, g02: v128, g10: v128, g11: v128, g12: v128, g20: v128, g21: v128, g22: v128, to: usize, plane: usize): void {
  const e0 = plus(g20, even, g00);
  const e1 = plus(g21, even, g01);
  const e2 = plus(g22, even, g02);
  const o0 = times(g10, odd);
  const o1 = times(g11, odd);
  const o2 = times(g12, odd);
  weightRow(times(f32x4.add(e0, o0), scale), times(f32x4.add(e1, o1), scale), times(f32x4.add(e2, o2), scale), to, plane);
  weightRow(times(f32x4.sub(e0, o0), scale), times(f32x4.sub(e1, o1), scale), times(f32x4.sub(e2, o2), scale), to + 6 * plane, plane);
}

/** u = G g along a row, stored a plane apart. */
// @ts-ignore: decorator
@inline
function weightRow(g0: v128, g1: v128, g2: v128, to: usize, plane: usize): void {
  const e = plus(g2, HALF, g0);
  const f = times(g1, ROOT_HALF);
  const h = plus(g2, TWO, g0);
  const l = times(g1, ROOT_TWO);
  v128.store(to, g0);
  v128.store(to + plane, times(f32x4.add(e, f), MINUS_TWO_THIRDS));
  v128.store(to + 2 * plane, times(f32x4.sub(e, f), MINUS_TWO_THIRDS));
  v128.store(to + 3 * plane, times(f32x4.add(h, l), SIXTH));
  v128.store(to + 4 * plane, times(f32x4.sub(h, l), SIXTH));
  v128.store(to + 5 * plane, g2);
}
