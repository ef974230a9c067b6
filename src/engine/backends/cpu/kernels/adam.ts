import { Chunk } from './codes';
import { int, ptr, real } from './params';

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
