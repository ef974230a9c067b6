import { Reduce } from './codes';
import { int, ptr } from './params';

// @ts-ignore: decorator
@inline
function identity(op: i32): f32 {
  return op == Reduce.sum ? 0 : op == Reduce.prod ? 1 : op == Reduce.max ? -Infinity : Infinity;
}

// @ts-ignore: decorator
@inline
function join4(op: i32, a: v128, b: v128): v128 {
  if (op == Reduce.sum) return f32x4.add(a, b);
  if (op == Reduce.prod) return f32x4.mul(a, b);
  if (op == Reduce.max) return f32x4.max(a, b);
  return f32x4.min(a, b);
}

/** Values folded in one chain, before chains are joined pairwise. */
const BLOCK: i32 = 512;

/** A contiguous row, four vectors at a time; halves join pairwise. */
function row(op: i32, x: usize, n: i32): f32 {
  if (n > BLOCK) {
    const half = ((n + BLOCK) / (2 * BLOCK)) * BLOCK;
    const a = row(op, x, half);
    const b = row(op, x + (<usize>half << 2), n - half);
    return f32x4.extract_lane(join4(op, f32x4.splat(a), f32x4.splat(b)), 0);
  }
  const start = f32x4.splat(identity(op));
  let a = start;
  let b = start;
  let c = start;
  let d = start;
  let i = 0;
  for (; i + 16 <= n; i += 16, x += 64) {
    a = join4(op, a, v128.load(x));
    b = join4(op, b, v128.load(x, 16));
    c = join4(op, c, v128.load(x, 32));
    d = join4(op, d, v128.load(x, 48));
  }
  for (; i + 4 <= n; i += 4, x += 16) a = join4(op, a, v128.load(x));
  a = join4(op, join4(op, a, b), join4(op, c, d));
  a = join4(op, a, v128.shuffle<i32>(a, a, 2, 3, 0, 1));
  a = join4(op, a, v128.shuffle<i32>(a, a, 1, 0, 3, 2));
  for (; i < n; i++, x += 4) a = join4(op, a, v128.load32_splat(x));
  return f32x4.extract_lane(a, 0);
}

/** One vector column of `count` rows `stride` bytes apart; halves join pairwise. */
function column(op: i32, x: usize, count: i32, stride: usize): v128 {
  if (count > BLOCK) {
    const half = count >> 1;
    return join4(op, column(op, x, half, stride), column(op, x + <usize>half * stride, count - half, stride));
  }
  const start = f32x4.splat(identity(op));
  let a = start;
  let b = start;
  let c = start;
  let d = start;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    a = join4(op, a, v128.load(x));
    b = join4(op, b, v128.load(x + stride));
    c = join4(op, c, v128.load(x + stride * 2));
    d = join4(op, d, v128.load(x + stride * 3));
    x += stride * 4;
  }
  for (; i < count; i++, x += stride) a = join4(op, a, v128.load(x));
  return join4(op, join4(op, a, b), join4(op, c, d));
}

/** A column of single values. */
function thin(op: i32, x: usize, count: i32, stride: usize): f32 {
  if (count > BLOCK) {
    const half = count >> 1;
    const a = thin(op, x, half, stride);
    const b = thin(op, x + <usize>half * stride, count - half, stride);
    return f32x4.extract_lane(join4(op, f32x4.splat(a), f32x4.splat(b)), 0);
  }
  let a = f32x4.splat(identity(op));
  for (let i = 0; i < count; i++, x += stride) a = join4(op, a, v128.load32_splat(x));
  return f32x4.extract_lane(a, 0);
}

/** Rows of y that lie side by side share the pass over x when the middle is short. */
function reduceAs(op: i32, chunk: i32): void {
  const outer = int(3);
  const middle = int(4);
  const inner = int(5);
  const per = int(6);
  if (inner == 1) {
    const last = min(outer, (chunk + 1) * per);
    for (let o = chunk * per; o < last; o++) store<f32>(ptr(2) + (<usize>o << 2), row(op, ptr(1) + ((<usize>o * middle) << 2), middle));
    return;
  }
  const stride = <usize>inner << 2;
  const segments = int(7);
  const width = int(8);
  const last = min(outer * segments, (chunk + 1) * per);
  for (let unit = chunk * per; unit < last; unit++) {
    const o = unit / segments;
    const from = (unit - o * segments) * width;
    const to = min(inner, from + width);
    const x = ptr(1) + ((<usize>o * middle * inner) << 2);
    const y = ptr(2) + ((<usize>o * inner) << 2);
    let i = from;
    for (; i + 4 <= to; i += 4) v128.store(y + (<usize>i << 2), column(op, x + (<usize>i << 2), middle, stride));
    for (; i < to; i++) store<f32>(y + (<usize>i << 2), thin(op, x + (<usize>i << 2), middle, stride));
  }
}

/**
 * (outer, middle, inner) → (outer, inner). 0 op, 1 x, 2 y, 3 outer, 4 middle, 5 inner, 6 units per chunk,
 * 7 segments of a row of y, 8 values of a segment
 */
export function reduce(chunk: i32): void {
  switch (int(0)) {
    case Reduce.sum: reduceAs(Reduce.sum, chunk); break;
    case Reduce.max: reduceAs(Reduce.max, chunk); break;
    case Reduce.min: reduceAs(Reduce.min, chunk); break;
    default: reduceAs(Reduce.prod, chunk);
  }
}

/** As reduce, on int32, in one chunk. */
export function reduceInt(_chunk: i32): void {
  const op = int(0);
  const middle = int(4);
  const inner = int(5);
  const total = int(3) * inner;
  for (let i = 0; i < total; i++) {
    const o = i / inner;
    let x = ptr(1) + ((<usize>o * middle * inner + (i - o * inner)) << 2);
    let a: i32 = op == Reduce.sum ? 0 : op == Reduce.prod ? 1 : op == Reduce.max ? i32.MIN_VALUE : i32.MAX_VALUE;
    for (let k = 0; k < middle; k++, x += <usize>inner << 2) {
      const v = load<i32>(x);
      a = op == Reduce.sum ? a + v : op == Reduce.prod ? a * v : op == Reduce.max ? max(a, v) : min(a, v);
    }
    store<i32>(ptr(2) + (<usize>i << 2), a);
  }
}

/** 0 max?, 1 x, 2 y, 3 outer, 4 middle, 5 inner, 6 float32? One chunk per outer index. */
export function argReduce(chunk: i32): void {
  const wantMax = int(0) == 1;
  const middle = int(4);
  const inner = int(5);
  const isFloat = int(6) == 1;
  const stride = <usize>inner << 2;
  for (let i = 0; i < inner; i++) {
    let x = ptr(1) + ((<usize>chunk * middle * inner + i) << 2);
    let at = 0;
    let best: f64 = 0;
    for (let k = 0; k < middle; k++, x += stride) {
      const v = isFloat ? <f64>load<f32>(x) : <f64>load<i32>(x);
      if (k == 0 || (wantMax ? v > best : v < best)) {
        best = v;
        at = k;
      }
    }
    store<i32>(ptr(2) + ((<usize>chunk * inner + i) << 2), at);
  }
}

/** 0 x, 1 y, 2 middle, 3 inner, 4 float32? One chunk per outer index. */
export function cumsum(chunk: i32): void {
  const middle = int(2);
  const inner = int(3);
  const base = (<usize>chunk * middle * inner) << 2;
  const stride = <usize>inner << 2;
  for (let i = 0; i < inner; i++) {
    let x = ptr(0) + base + (<usize>i << 2);
    let y = ptr(1) + base + (<usize>i << 2);
    if (int(4)) {
      let s: f64 = 0;
      for (let k = 0; k < middle; k++, x += stride, y += stride) {
        s += <f64>load<f32>(x);
        store<f32>(y, <f32>s);
      }
    } else {
      let s: i32 = 0;
      for (let k = 0; k < middle; k++, x += stride, y += stride) {
        s += load<i32>(x);
        store<i32>(y, s);
      }
    }
  }
}
