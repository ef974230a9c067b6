import { int, ptr } from './params';

/** 0 x, 1 indices, 2 y, 3 size of x's axis, 4 number of indices, 5 inner bytes. One chunk per outer index. */
export function take(chunk: i32): void {
  const n = int(4);
  const inner = ptr(5);
  const x = ptr(0) + <usize>chunk * int(3) * inner;
  let y = ptr(2) + <usize>chunk * n * inner;
  for (let i = 0; i < n; i++, y += inner) memory.copy(y, x + <usize>load<i32>(ptr(1) + (<usize>i << 2)) * inner, inner);
}

/** 0 gy, 1 indices, 2 gx (zeros), 3 size of gx's axis, 4 number of indices, 5 inner bytes. One chunk per outer index. */
export function takeGrad(chunk: i32): void {
  const n = int(4);
  const inner = ptr(5);
  const gx = ptr(2) + <usize>chunk * int(3) * inner;
  let gy = ptr(0) + <usize>chunk * n * inner;
  for (let i = 0; i < n; i++, gy += inner) {
    const to = gx + <usize>load<i32>(ptr(1) + (<usize>i << 2)) * inner;
    for (let k: usize = 0; k < inner; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(gy + k));
  }
}

/** 0 indices, 1 y (zeros), 2 count, 3 depth */
export function oneHot(_chunk: i32): void {
  const n = int(2);
  const depth = int(3);
  for (let i = 0; i < n; i++) {
    const k = load<i32>(ptr(0) + (<usize>i << 2));
    if (k >= 0 && k < depth) store<f32>(ptr(1) + ((<usize>i * depth + k) << 2), 1);
  }
}
