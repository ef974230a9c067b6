import { int, madd, ptr } from './params';

/**
 * y[n, i, j] = Σₖ a[n, i, k] · b[n, k, j] where packing b for the tiles would take longer than the product. One chunk.
 * 0 a, 1 b, 2 y, 3 images, 4 rows, 5 columns, 6 steps, 7 byte stride of a row of a, 8 of a step; 9 byte stride of a step of b, 10 of a
 * column.
 */
export function smallProduct(): void {
  const rows = int(4);
  const columns = int(5);
  const steps = int(6);
  const ofA = <usize>(rows * steps) << 2;
  const ofB = <usize>(steps * columns) << 2;
  let y = ptr(2);
  for (let n = 0; n < int(3); n++) {
    const b = ptr(1) + <usize>n * ofB;
    for (let i = 0; i < rows; i++, y += <usize>columns << 2) {
      const a = ptr(0) + <usize>n * ofA + <usize>i * ptr(7);
      let j = 0;
      if (ptr(10) == 4) {
        for (; j + 16 <= columns; j += 16) sixteenColumns(a, b + (<usize>j << 2), y + (<usize>j << 2), steps);
        for (; j + 4 <= columns; j += 4) fourColumns(a, b + (<usize>j << 2), y + (<usize>j << 2), steps);
      } else if (ptr(8) == 4) {
        for (; j + 4 <= columns; j += 4) fourDots(a, b + <usize>j * ptr(10), y + (<usize>j << 2), steps);
      }
      for (; j < columns; j++) store<f32>(y + (<usize>j << 2), dot(a, b + <usize>j * ptr(10), 0, steps));
    }
  }
}

/** Columns that are neighbours in memory. */
// @ts-ignore: decorator
@inline
function sixteenColumns(a: usize, b: usize, y: usize, steps: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  for (let k = 0; k < steps; k++, a += ptr(8), b += ptr(9)) {
    const v = v128.load32_splat(a);
    s0 = madd(v, v128.load(b), s0);
    s1 = madd(v, v128.load(b, 16), s1);
    s2 = madd(v, v128.load(b, 32), s2);
    s3 = madd(v, v128.load(b, 48), s3);
  }
  v128.store(y, s0);
  v128.store(y, s1, 16);
  v128.store(y, s2, 32);
  v128.store(y, s3, 48);
}

// @ts-ignore: decorator
@inline
function fourColumns(a: usize, b: usize, y: usize, steps: i32): void {
  let s = f32x4.splat(0);
  for (let k = 0; k < steps; k++, a += ptr(8), b += ptr(9)) s = madd(v128.load32_splat(a), v128.load(b), s);
  v128.store(y, s);
}

/** Steps that are neighbours in memory, on both sides. */
// @ts-ignore: decorator
@inline
function fourDots(a: usize, b0: usize, y: usize, steps: i32): void {
  const b1 = b0 + ptr(10);
  const b2 = b1 + ptr(10);
  const b3 = b2 + ptr(10);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  const whole = steps & ~3;
  const end = <usize>whole << 2;
  for (let k: usize = 0; k < end; k += 16) {
    const v = v128.load(a + k);
    s0 = madd(v, v128.load(b0 + k), s0);
    s1 = madd(v, v128.load(b1 + k), s1);
    s2 = madd(v, v128.load(b2 + k), s2);
    s3 = madd(v, v128.load(b3 + k), s3);
  }
  store<f32>(y, folded(s0) + dot(a, b0, whole, steps));
  store<f32>(y, folded(s1) + dot(a, b1, whole, steps), 4);
  store<f32>(y, folded(s2) + dot(a, b2, whole, steps), 8);
  store<f32>(y, folded(s3) + dot(a, b3, whole, steps), 12);
}

// @ts-ignore: decorator
@inline
function folded(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Steps k … `steps` − 1 of one element. */
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, k: i32, steps: i32): f32 {
  let sum: f32 = 0;
  for (; k < steps; k++) sum += load<f32>(a + <usize>k * ptr(8)) * load<f32>(b + <usize>k * ptr(9));
  return sum;
}
