import { Binary, Chunk, Unary } from './codes';
import { int, list, madd, ptr, real } from './params';
import { erf, exp4, sigmoid4, tanh4 } from './math';

// @ts-ignore: decorator
@inline
function each(op: i32, x: v128, p: f32, q: f32): v128 {
  let y = x;
  for (let lane = 0; lane < 4; lane++) {
    const v: f32 =
      lane == 0 ? f32x4.extract_lane(x, 0) : lane == 1 ? f32x4.extract_lane(x, 1) : lane == 2 ? f32x4.extract_lane(x, 2) : f32x4.extract_lane(x, 3);
    const r = scalar(op, v, p, q);
    if (lane == 0) y = f32x4.replace_lane(y, 0, r);
    else if (lane == 1) y = f32x4.replace_lane(y, 1, r);
    else if (lane == 2) y = f32x4.replace_lane(y, 2, r);
    else y = f32x4.replace_lane(y, 3, r);
  }
  return y;
}

function scalar(op: i32, x: f32, p: f32, q: f32): f32 {
  switch (op) {
    case Unary.expm1: return Mathf.expm1(x);
    case Unary.log: return Mathf.log(x);
    case Unary.log1p: return Mathf.log1p(x);
    case Unary.sin: return <f32>Math.sin(<f64>x);
    case Unary.cos: return <f32>Math.cos(<f64>x);
    case Unary.tan: return <f32>Math.tan(<f64>x);
    case Unary.asin: return Mathf.asin(x);
    case Unary.acos: return Mathf.acos(x);
    case Unary.atan: return Mathf.atan(x);
    case Unary.sinh: return Mathf.sinh(x);
    case Unary.cosh: return Mathf.cosh(x);
    case Unary.erf: return erf(x);
    case Unary.pow: return <f32>Math.pow(<f64>x, <f64>p);
    case Unary.elu: return x >= 0 ? x : p * Mathf.expm1(x);
    case Unary.softplus: {
      const z = p * x;
      return (max<f32>(z, 0) + Mathf.log1p(Mathf.exp(-Mathf.abs(z)))) / p;
    }
    default: return x;
  }
}

// @ts-ignore: decorator
@inline
function unary4(op: i32, x: v128, p: v128, q: v128): v128 {
  switch (op) {
    case Unary.neg: return f32x4.neg(x);
    case Unary.abs: return f32x4.abs(x);
    case Unary.sign: {
      const one = f32x4.splat(1);
      const y = f32x4.sub(v128.and(f32x4.gt(x, f32x4.splat(0)), one), v128.and(f32x4.lt(x, f32x4.splat(0)), one));
      return v128.bitselect(y, x, f32x4.eq(x, x));
    }
    case Unary.floor: return f32x4.floor(x);
    case Unary.ceil: return f32x4.ceil(x);
    case Unary.round: return f32x4.nearest(x);
    case Unary.square: return f32x4.mul(x, x);
    case Unary.reciprocal: return f32x4.div(f32x4.splat(1), x);
    case Unary.sqrt: return f32x4.sqrt(x);
    case Unary.rsqrt: return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
    case Unary.exp: return exp4(x);
    case Unary.tanh: return tanh4(x);
    case Unary.sigmoid: return sigmoid4(x);
    case Unary.relu: return f32x4.max(x, f32x4.splat(0));
    case Unary.affine: return madd(p, x, q);
    case Unary.clip: return f32x4.min(f32x4.max(x, p), q);
    case Unary.leakyRelu: return v128.bitselect(x, f32x4.mul(p, x), f32x4.ge(x, f32x4.splat(0)));
    case Unary.isFinite: {
      const mask = i32x4.splat(0x7f800000);
      return v128.and(i32x4.ne(v128.and(x, mask), mask), f32x4.splat(1));
    }
    default: return each(op, x, f32x4.extract_lane(p, 0), f32x4.extract_lane(q, 0));
  }
}

// @ts-ignore: decorator
@inline
function unaryLoop(op: i32, x: usize, y: usize, n: i32, p: v128, q: v128): void {
  let i: usize = 0;
  const vectors = <usize>(n & ~3) << 2;
  for (; i < vectors; i += 16) v128.store(y + i, unary4(op, v128.load(x + i), p, q));
  const end = <usize>n << 2;
  for (; i < end; i += 4) store<f32>(y + i, f32x4.extract_lane(unary4(op, v128.load32_splat(x + i), p, q), 0));
}

/** 0 op, 1 x, 2 y, 3 n, 4 p, 5 q */
export function unary(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const n = min(int(3) - start, <i32>Chunk.Flat);
  const x = ptr(1) + ((<usize>start) << 2);
  const y = ptr(2) + ((<usize>start) << 2);
  const p = f32x4.splat(real(4));
  const q = f32x4.splat(real(5));
  const op = int(0);
  switch (op) {
    case Unary.neg: unaryLoop(Unary.neg, x, y, n, p, q); break;
    case Unary.abs: unaryLoop(Unary.abs, x, y, n, p, q); break;
    case Unary.square: unaryLoop(Unary.square, x, y, n, p, q); break;
    case Unary.sqrt: unaryLoop(Unary.sqrt, x, y, n, p, q); break;
    case Unary.rsqrt: unaryLoop(Unary.rsqrt, x, y, n, p, q); break;
    case Unary.reciprocal: unaryLoop(Unary.reciprocal, x, y, n, p, q); break;
    case Unary.exp: unaryLoop(Unary.exp, x, y, n, p, q); break;
    case Unary.tanh: unaryLoop(Unary.tanh, x, y, n, p, q); break;
    case Unary.sigmoid: unaryLoop(Unary.sigmoid, x, y, n, p, q); break;
    case Unary.relu: unaryLoop(Unary.relu, x, y, n, p, q); break;
    case Unary.affine: unaryLoop(Unary.affine, x, y, n, p, q); break;
    case Unary.clip: unaryLoop(Unary.clip, x, y, n, p, q); break;
    case Unary.leakyRelu: unaryLoop(Unary.leakyRelu, x, y, n, p, q); break;
    default: unaryLoop(op, x, y, n, p, q);
  }
}

function unaryInt1(op: i32, x: i32, p: f32, q: f32): i32 {
  switch (op) {
    case Unary.neg: return -x;
    case Unary.abs: return x < 0 ? -x : x;
    case Unary.sign: return i32(x > 0) - i32(x < 0);
    case Unary.floor:
    case Unary.ceil:
    case Unary.round: return x;
    case Unary.square: return x * x;
    case Unary.relu: return max(x, 0);
    case Unary.isFinite: return 1;
    case Unary.affine: return <i32>(<f64>p * <f64>x + <f64>q);
    case Unary.clip: return <i32>min(max(<f64>x, <f64>p), <f64>q);
    case Unary.pow: return <i32>Math.pow(<f64>x, <f64>p);
    default: return i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(unary4(op, f32x4.splat(<f32>x), f32x4.splat(p), f32x4.splat(q))), 0);
  }
}

/** As unary, on int32. */
export function unaryInt(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(3), start + <i32>Chunk.Flat);
  const op = int(0);
  const x = ptr(1);
  const y = ptr(2);
  for (let i = start; i < end; i++) store<i32>(y + (<usize>i << 2), unaryInt1(op, load<i32>(x + (<usize>i << 2)), real(4), real(5)));
}

// @ts-ignore: decorator
@inline
function lanes2(op: i32, a: v128, b: v128): v128 {
  let y = a;
  y = f32x4.replace_lane(y, 0, pair(op, f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  y = f32x4.replace_lane(y, 1, pair(op, f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  y = f32x4.replace_lane(y, 2, pair(op, f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(y, 3, pair(op, f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
}

function pair(op: i32, a: f32, b: f32): f32 {
  switch (op) {
    case Binary.pow: return <f32>Math.pow(<f64>a, <f64>b);
    case Binary.atan2: return <f32>Math.atan2(<f64>a, <f64>b);
    case Binary.mod: {
      const r = <f64>a % <f64>b;
      return <f32>(r != 0 && r < 0 != b < 0 ? r + <f64>b : r);
    }
    default: return a;
  }
}

// @ts-ignore: decorator
@inline
function binary4(op: i32, a: v128, b: v128, p: v128): v128 {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  switch (op) {
    case Binary.add: return f32x4.add(a, b);
    case Binary.sub: return f32x4.sub(a, b);
    case Binary.mul: return f32x4.mul(a, b);
    case Binary.div: return f32x4.div(a, b);
    case Binary.maximum: return f32x4.max(a, b);
    case Binary.minimum: return f32x4.min(a, b);
    case Binary.greater: return v128.and(f32x4.gt(a, b), one);
    case Binary.greaterEqual: return v128.and(f32x4.ge(a, b), one);
    case Binary.less: return v128.and(f32x4.lt(a, b), one);
    case Binary.lessEqual: return v128.and(f32x4.le(a, b), one);
    case Binary.equal: return v128.and(f32x4.eq(a, b), one);
    case Binary.notEqual: return v128.and(f32x4.ne(a, b), one);
    case Binary.reluGrad: return v128.and(b, f32x4.gt(a, zero));
    case Binary.leakyReluGrad: return v128.bitselect(b, f32x4.mul(p, b), f32x4.ge(a, zero));
    case Binary.eluGrad: return v128.bitselect(b, f32x4.mul(f32x4.mul(p, exp4(a)), b), f32x4.ge(a, zero));
    case Binary.sigmoidGrad: return f32x4.mul(f32x4.mul(b, a), f32x4.sub(one, a));
    case Binary.tanhGrad: return f32x4.mul(b, f32x4.sub(one, f32x4.mul(a, a)));
    default: return lanes2(op, a, b);
  }
}

// @ts-ignore: decorator
@inline
function load1(x: usize, vector: bool): v128 {
  return vector ? v128.load(x) : v128.load32_splat(x);
}

/** Modes of an operand along a row: its elements, one element throughout, or one vector of four throughout. */
// @ts-ignore: decorator
@inline
function binaryRow(op: i32, a: usize, b: usize, y: usize, n: i32, ma: i32, mb: i32, p: v128): void {
  let i: usize = 0;
  const vectors = <usize>(n & ~3) << 2;
  const end = <usize>n << 2;
  if (ma == 0 && mb == 0) {
    for (; i < vectors; i += 16) v128.store(y + i, binary4(op, v128.load(a + i), v128.load(b + i), p));
    for (; i < end; i += 4) store<f32>(y + i, f32x4.extract_lane(binary4(op, v128.load32_splat(a + i), v128.load32_splat(b + i), p), 0));
  } else if (ma == 0) {
    const v = load1(b, mb == 2);
    for (; i < vectors; i += 16) v128.store(y + i, binary4(op, v128.load(a + i), v, p));
    for (; i < end; i += 4) store<f32>(y + i, f32x4.extract_lane(binary4(op, v128.load32_splat(a + i), v, p), 0));
  } else {
    const v = load1(a, ma == 2);
    for (; i < vectors; i += 16) v128.store(y + i, binary4(op, v, v128.load(b + i), p));
    for (; i < end; i += 4) store<f32>(y + i, f32x4.extract_lane(binary4(op, v, v128.load32_splat(b + i), p), 0));
  }
}

function binaryAny(op: i32, a: usize, b: usize, y: usize, n: i32, ma: i32, mb: i32, p: v128): void {
  switch (op) {
    case Binary.add: binaryRow(Binary.add, a, b, y, n, ma, mb, p); break;
    case Binary.sub: binaryRow(Binary.sub, a, b, y, n, ma, mb, p); break;
    case Binary.mul: binaryRow(Binary.mul, a, b, y, n, ma, mb, p); break;
    case Binary.div: binaryRow(Binary.div, a, b, y, n, ma, mb, p); break;
    case Binary.reluGrad: binaryRow(Binary.reluGrad, a, b, y, n, ma, mb, p); break;
    case Binary.leakyReluGrad: binaryRow(Binary.leakyReluGrad, a, b, y, n, ma, mb, p); break;
    case Binary.sigmoidGrad: binaryRow(Binary.sigmoidGrad, a, b, y, n, ma, mb, p); break;
    case Binary.tanhGrad: binaryRow(Binary.tanhGrad, a, b, y, n, ma, mb, p); break;
    default: binaryRow(op, a, b, y, n, ma, mb, p);
  }
}

function pairInt(op: i32, a: i32, b: i32): i32 {
  switch (op) {
    case Binary.add: return a + b;
    case Binary.sub: return a - b;
    case Binary.mul: return a * b;
    case Binary.div: return b == 0 ? 0 : <i32>(<f64>a / <f64>b);
    case Binary.maximum: return max(a, b);
    case Binary.minimum: return min(a, b);
    case Binary.mod: {
      if (b == 0) return 0;
      const r = a % b;
      return r != 0 && r < 0 != b < 0 ? r + b : r;
    }
    default: return <i32>Math.pow(<f64>a, <f64>b);
  }
}

function compareInt(op: i32, a: i32, b: i32): bool {
  switch (op) {
    case Binary.greater: return a > b;
    case Binary.greaterEqual: return a >= b;
    case Binary.less: return a < b;
    case Binary.lessEqual: return a <= b;
    case Binary.equal: return a == b;
    default: return a != b;
  }
}

function binaryIntRow(op: i32, a: usize, b: usize, y: usize, n: i32, ma: i32, mb: i32): void {
  const sa = <usize>(ma ? 0 : 4);
  const sb = <usize>(mb ? 0 : 4);
  const compares = op >= Binary.greater && op <= Binary.notEqual;
  for (let i = 0; i < n; i++, a += sa, b += sb, y += 4) {
    if (compares) store<f32>(y, compareInt(op, load<i32>(a), load<i32>(b)) ? 1 : 0);
    else store<i32>(y, pairInt(op, load<i32>(a), load<i32>(b)));
  }
}

function whereRow(c: usize, a: usize, b: usize, y: usize, n: i32, mc: i32, ma: i32, mb: i32): void {
  const sc = <usize>(mc ? 0 : 4);
  const sa = <usize>(ma ? 0 : 4);
  const sb = <usize>(mb ? 0 : 4);
  for (let i = 0; i < n; i++, c += sc, a += sa, b += sb, y += 4) store<i32>(y, load<f32>(c) != 0 ? load<i32>(a) : load<i32>(b));
}

/**
 * Broadcasting rows: y is contiguous in rows of `length`; operands have byte strides over the outer dimensions.
 * 0 op, 1 a, 2 b, 3 c, 4 y, 5 p, 6 length, 7 rank of the outer dimensions, 8 outer size, 9 segments per row,
 * 10 units per chunk, 11–13 modes of a, b, c, 16… dims, 24… strides of a, 32… of b, 40… of c
 */
function rows(kind: i32, chunk: i32): void {
  const length = int(6);
  const rank = int(7);
  const segments = int(9);
  const per = int(10);
  const units = int(8) * segments;
  const ma = int(11);
  const mb = int(12);
  const mc = int(13);
  const p = f32x4.splat(real(5));
  const op = int(0);
  const last = min(units, (chunk + 1) * per);
  for (let unit = chunk * per; unit < last; unit++) {
    const row = unit / segments;
    const start = (unit - row * segments) * Chunk.Flat;
    const n = min(length - start, <i32>Chunk.Flat);
    let a = ptr(1);
    let b = ptr(2);
    let c = ptr(3);
    let rest = row;
    for (let d = rank - 1; d >= 0; d--) {
      const size = load<i32>(list(16 + d));
      const q = rest / size;
      const i = rest - q * size;
      rest = q;
      a += i * load<i32>(list(24 + d));
      b += i * load<i32>(list(32 + d));
      c += i * load<i32>(list(40 + d));
    }
    const s = <usize>start << 2;
    if (ma == 0) a += s;
    if (mb == 0) b += s;
    if (mc == 0) c += s;
    const y = ptr(4) + ((<usize>row * length + start) << 2);
    if (kind == 0) binaryAny(op, a, b, y, n, ma, mb, p);
    else if (kind == 1) binaryIntRow(op, a, b, y, n, ma, mb);
    else whereRow(c, a, b, y, n, mc, ma, mb);
  }
}

export function binary(chunk: i32): void {
  rows(0, chunk);
}

export function binaryInt(chunk: i32): void {
  rows(1, chunk);
}

export function where(chunk: i32): void {
  rows(2, chunk);
}

/** 0 to int32?, 1 x, 2 y, 3 n. To int32 truncates towards zero. */
export function cast(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(3), start + <i32>Chunk.Flat);
  const x = ptr(1);
  const y = ptr(2);
  const toInt = int(0);
  for (let i = start; i < end; i++) {
    const o = <usize>i << 2;
    if (toInt) store<i32>(y + o, i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(v128.load32_splat(x + o)), 0));
    else store<f32>(y + o, <f32>load<i32>(x + o));
  }
}
