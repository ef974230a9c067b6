import { int, madd, ptr, real } from './params';

/**
 * Normalisation of x as (outer, means, inner): a unit is the `inner` elements that share a mean, or, in channel blocks, those of
 * four means side by side. Rows that are no whole vectors end element by element.
 */

/** Bytes summed in one chain, before chains are joined. */
const BLOCK: usize = 8192;

/** Σ (x − centre) or Σ (x − centre)² over whole vectors, lane by lane. */
// @ts-ignore: decorator
@inline
function sums(squares: bool, x: usize, bytes: usize, centre: v128): v128 {
  let total = f32x4.splat(0);
  const end = x + bytes;
  while (x < end) {
    const stop = min(end, x + BLOCK);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (; x + 64 <= stop; x += 64) {
      const x0 = f32x4.sub(v128.load(x), centre);
      const x1 = f32x4.sub(v128.load(x, 16), centre);
      const x2 = f32x4.sub(v128.load(x, 32), centre);
      const x3 = f32x4.sub(v128.load(x, 48), centre);
      a = squares ? madd(x0, x0, a) : f32x4.add(a, x0);
      b = squares ? madd(x1, x1, b) : f32x4.add(b, x1);
      c = squares ? madd(x2, x2, c) : f32x4.add(c, x2);
      d = squares ? madd(x3, x3, d) : f32x4.add(d, x3);
    }
    for (; x < stop; x += 16) {
      const x0 = f32x4.sub(v128.load(x), centre);
      a = squares ? madd(x0, x0, a) : f32x4.add(a, x0);
    }
    total = f32x4.add(total, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
  return total;
}

/** All four lanes hold the sum of the four. */
// @ts-ignore: decorator
@inline
function folded(a: v128): v128 {
  const b = f32x4.add(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1));
  return f32x4.add(b, v128.shuffle<i32>(b, b, 1, 0, 3, 2));
}

/** As `sums` over a whole unit; of a row, every lane holds the total. */
// @ts-ignore: decorator
@inline
function unitSum(blocked: bool, squares: bool, x: usize, bytes: usize, centre: v128): v128 {
  if (blocked) return sums(squares, x, bytes, centre);
  const whole = bytes & ~15;
  let total = folded(sums(squares, x, whole, centre));
  for (let i = whole; i < bytes; i += 4) {
    const d = f32x4.sub(v128.load32_splat(x + i), centre);
    total = f32x4.add(total, squares ? f32x4.mul(d, d) : d);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function put(blocked: bool, at: usize, v: v128): void {
  if (blocked) v128.store(at, v);
  else store<f32>(at, f32x4.extract_lane(v, 0));
}

// @ts-ignore: decorator
@inline
function get(blocked: bool, at: usize): v128 {
  return blocked ? v128.load(at) : v128.load32_splat(at);
}

// @ts-ignore: decorator
@inline
function momentsAs(blocked: bool, chunk: i32): void {
  const bytes = ptr(4);
  const size: usize = blocked ? 16 : 4;
  const perMean = f32x4.splat(<f32>1 / <f32>int(5));
  const last = min(int(3), (chunk + 1) * int(7));
  for (let unit = chunk * int(7); unit < last; unit++) {
    const x = ptr(0) + <usize>unit * bytes;
    const at = <usize>unit * size;
    const mean = f32x4.mul(unitSum(blocked, false, x, bytes, f32x4.splat(0)), perMean);
    put(blocked, ptr(1) + at, mean);
    put(blocked, ptr(2) + at, unitSum(blocked, true, x, bytes, mean));
  }
}

/**
 * Of each unit its mean, and the sum of its squared distances from it.
 * 0 x, 1 means, 2 squares, 3 units, 4 bytes of a unit, 5 inner, 6 blocked?, 7 units a chunk
 */
export function moments(chunk: i32): void {
  if (int(6)) momentsAs(true, chunk);
  else momentsAs(false, chunk);
}

/** (x − mean)·scale + shift, at least `low`: 0 for a ReLU, else −∞. */
// @ts-ignore: decorator
@inline
function normal(low: v128, x: v128, mean: v128, scale: v128, shift: v128): v128 {
  return f32x4.pmax(madd(f32x4.sub(x, mean), scale, shift), low);
}

// @ts-ignore: decorator
@inline
function normalizeAs(blocked: bool, chunk: i32): void {
  const bytes = ptr(4);
  const size: usize = blocked ? 16 : 4;
  const means = int(5);
  const low = f32x4.splat(real(11));
  const whole = blocked ? bytes : bytes & ~15;
  const last = min(int(3), (chunk + 1) * int(7));
  for (let unit = chunk * int(7); unit < last; unit++) {
    const at = <usize>(unit % means) * size;
    const mean = get(blocked, ptr(8) + at);
    const scale = get(blocked, ptr(9) + at);
    const shift = ptr(10) ? get(blocked, ptr(10) + at) : f32x4.splat(0);
    const x = ptr(0) + <usize>unit * bytes;
    const y = ptr(1) + <usize>unit * bytes;
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(y + i, normal(low, v128.load(x + i), mean, scale, shift));
    for (; i < bytes; i += 4) store<f32>(y + i, f32x4.extract_lane(normal(low, v128.load32_splat(x + i), mean, scale, shift), 0));
  }
}

/**
 * y = (x − mean)·scale + shift.
 * 0 x, 1 y, 3 units, 4 bytes of a unit, 5 units of means, 6 blocked?, 7 units a chunk, 8 means, 9 scales, 10 shifts or 0, 11 least value given
 */
export function normalize(chunk: i32): void {
  if (int(6)) normalizeAs(true, chunk);
  else normalizeAs(false, chunk);
}

/** The gradient that passes the ReLU: none where what went in was not above the least value given. */
// @ts-ignore: decorator
@inline
function passed(low: v128, gy: v128, d: v128, scale: v128, shift: v128): v128 {
  return v128.and(gy, f32x4.gt(madd(d, scale, shift), low));
}

// @ts-ignore: decorator
@inline
function gradientSumsAs(blocked: bool, chunk: i32): void {
  const bytes = ptr(4);
  const size: usize = blocked ? 16 : 4;
  const means = int(5);
  const low = f32x4.splat(real(11));
  const whole = blocked ? bytes : bytes & ~15;
  const last = min(int(3), (chunk + 1) * int(7));
  for (let unit = chunk * int(7); unit < last; unit++) {
    const at = <usize>(unit % means) * size;
    const mean = get(blocked, ptr(8) + at);
    const scale = get(blocked, ptr(9) + at);
    const shift = ptr(10) ? get(blocked, ptr(10) + at) : f32x4.splat(0);
    const x = ptr(0) + <usize>unit * bytes;
    const g = ptr(1) + <usize>unit * bytes;
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    let i: usize = 0;
    while (i < whole) {
      const stop = min(whole, i + BLOCK);
      let a = f32x4.splat(0);
      let b = a;
      let p = a;
      let q = a;
      for (; i + 32 <= stop; i += 32) {
        const d0 = f32x4.sub(v128.load(x + i), mean);
        const d1 = f32x4.sub(v128.load(x + i, 16), mean);
        const g0 = passed(low, v128.load(g + i), d0, scale, shift);
        const g1 = passed(low, v128.load(g + i, 16), d1, scale, shift);
        a = f32x4.add(a, g0);
        b = f32x4.add(b, g1);
        p = madd(g0, d0, p);
        q = madd(g1, d1, q);
      }
      for (; i < stop; i += 16) {
        const d0 = f32x4.sub(v128.load(x + i), mean);
        const g0 = passed(low, v128.load(g + i), d0, scale, shift);
        a = f32x4.add(a, g0);
        p = madd(g0, d0, p);
      }
      sum = f32x4.add(sum, f32x4.add(a, b));
      product = f32x4.add(product, f32x4.add(p, q));
    }
    if (!blocked) {
      sum = folded(sum);
      product = folded(product);
      for (; i < bytes; i += 4) {
        const d0 = f32x4.sub(v128.load32_splat(x + i), mean);
        const g0 = passed(low, v128.load32_splat(g + i), d0, scale, shift);
        sum = f32x4.add(sum, g0);
        product = madd(g0, d0, product);
      }
    }
    const o = <usize>unit * size;
    put(blocked, ptr(2) + o, sum);
    put(blocked, ptr(12) + o, product);
  }
}

/**
 * Of each unit Σ gy and Σ gy·(x − mean), with gy as it passes the ReLU.
 * 0 x, 1 gy, 2 sums, 3–11 as normalize, 12 sums of products
 */
export function normalizeSums(chunk: i32): void {
  if (int(6)) gradientSumsAs(true, chunk);
  else gradientSumsAs(false, chunk);
}

// @ts-ignore: decorator
@inline
function gradient(low: v128, x: v128, gy: v128, mean: v128, scale: v128, shift: v128, slope: v128, term: v128): v128 {
  const d = f32x4.sub(x, mean);
  return madd(passed(low, gy, d, scale, shift), scale, madd(d, slope, term));
}

// @ts-ignore: decorator
@inline
function gradientAs(blocked: bool, chunk: i32): void {
  const bytes = ptr(4);
  const size: usize = blocked ? 16 : 4;
  const means = int(5);
  const low = f32x4.splat(real(11));
  const whole = blocked ? bytes : bytes & ~15;
  const last = min(int(3), (chunk + 1) * int(7));
  for (let unit = chunk * int(7); unit < last; unit++) {
    const at = <usize>(unit % means) * size;
    const mean = get(blocked, ptr(8) + at);
    const scale = get(blocked, ptr(9) + at);
    const shift = ptr(10) ? get(blocked, ptr(10) + at) : f32x4.splat(0);
    const slope = get(blocked, ptr(12) + at);
    const term = get(blocked, ptr(13) + at);
    const x = ptr(0) + <usize>unit * bytes;
    const g = ptr(1) + <usize>unit * bytes;
    const gx = ptr(2) + <usize>unit * bytes;
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(gx + i, gradient(low, v128.load(x + i), v128.load(g + i), mean, scale, shift, slope, term));
    for (; i < bytes; i += 4) {
      const v = gradient(low, v128.load32_splat(x + i), v128.load32_splat(g + i), mean, scale, shift, slope, term);
      store<f32>(gx + i, f32x4.extract_lane(v, 0));
    }
  }
}

/**
 * gx = gy·scale + (x − mean)·slope + term, with gy as it passes the ReLU.
 * 0 x, 1 gy, 2 gx, 3–11 as normalize, 12 slopes, 13 terms
 */
export function normalizeGrad(chunk: i32): void {
  if (int(6)) gradientAs(true, chunk);
  else gradientAs(false, chunk);
}
