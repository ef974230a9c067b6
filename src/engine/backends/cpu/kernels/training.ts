import { Chunk } from './codes';
import { int, madd, ptr, real } from './params';

/** In place. 0 p, 1 g, 2 m, 3 v, 4 n, 5 step size, 6 1−β₁, 7 1−β₂, 8 ε, 9 decay. A step of four reads lane by lane at the end. */
export function adam(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(4), start + <i32>Chunk.Flat);
  let i = start;
  for (; i + 4 <= end; i += 4) step(<usize>i << 2, true);
  for (; i < end; i++) step(<usize>i << 2, false);
}

// @ts-ignore: decorator
@inline
function get(at: usize, vector: bool): v128 {
  return vector ? v128.load(at) : v128.load32_splat(at);
}

// @ts-ignore: decorator
@inline
function put(at: usize, v: v128, vector: bool): void {
  if (vector) v128.store(at, v);
  else store<f32>(at, f32x4.extract_lane(v, 0));
}

// @ts-ignore: decorator
@inline
function step(at: usize, vector: bool): void {
  const g = get(ptr(1) + at, vector);
  let m = get(ptr(2) + at, vector);
  let v = get(ptr(3) + at, vector);
  let p = get(ptr(0) + at, vector);
  m = f32x4.add(m, f32x4.mul(f32x4.splat(real(6)), f32x4.sub(g, m)));
  v = f32x4.add(v, f32x4.mul(f32x4.splat(real(7)), f32x4.sub(f32x4.mul(g, g), v)));
  const move = f32x4.div(f32x4.mul(f32x4.splat(real(5)), m), f32x4.add(f32x4.sqrt(v), f32x4.splat(real(8))));
  p = f32x4.sub(p, f32x4.add(move, f32x4.mul(f32x4.splat(real(9)), p)));
  put(ptr(2) + at, m, vector);
  put(ptr(3) + at, v, vector);
  put(ptr(0) + at, p, vector);
}

/** Partial sums of squares, one a chunk. 0 x, 1 sums, 2 n */
export function squares(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const n = min(int(2) - start, <i32>Chunk.Flat);
  let x = ptr(0) + (<usize>start << 2);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let i = 0;
  for (; i + 16 <= n; i += 16, x += 64) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const x2 = v128.load(x, 32);
    const x3 = v128.load(x, 48);
    a = madd(x0, x0, a);
    b = madd(x1, x1, b);
    c = madd(x2, x2, c);
    d = madd(x3, x3, d);
  }
  a = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  let sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
  for (; i < n; i++, x += 4) sum += load<f32>(x) * load<f32>(x);
  store<f32>(ptr(1) + (<usize>chunk << 2), sum);
}

/** In place. 0 x, 1 factor (its address), 2 n. A factor of 1 touches nothing. */
export function scaleBy(chunk: i32): void {
  const factor = load<f32>(ptr(1));
  if (factor == 1) return;
  const start = chunk * Chunk.Flat;
  const n = min(int(2) - start, <i32>Chunk.Flat);
  let x = ptr(0) + (<usize>start << 2);
  const v = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= n; i += 4, x += 16) v128.store(x, f32x4.mul(v128.load(x), v));
  for (; i < n; i++, x += 4) store<f32>(x, load<f32>(x) * factor);
}

/** In place. 0 x, 1 target, 2 n, 3 share of x, 4 share of the target */
export function approach(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const n = min(int(2) - start, <i32>Chunk.Flat);
  let x = ptr(0) + (<usize>start << 2);
  let t = ptr(1) + (<usize>start << 2);
  const keep = real(3);
  const rate = real(4);
  let i = 0;
  for (; i + 4 <= n; i += 4, x += 16, t += 16) v128.store(x, madd(v128.load(x), f32x4.splat(keep), f32x4.mul(v128.load(t), f32x4.splat(rate))));
  for (; i < n; i++, x += 4, t += 4) store<f32>(x, f32x4.extract_lane(madd(v128.load32_splat(x), f32x4.splat(keep), f32x4.mul(v128.load32_splat(t), f32x4.splat(rate))), 0));
}
