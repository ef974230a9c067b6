import { int, ptr, real } from './params';

/** Geometry of the running task: 2 H, 3 W, 4 h, 5 w (small side), 6–7 kernel, 8–9 stride, 10–11 pad, 12 scale. One chunk per plane. */

/** 0 x, 1 y, 13 indices */
export function maxPool(chunk: i32): void {
  const H = int(2);
  const W = int(3);
  const h = int(4);
  const w = int(5);
  const x = ptr(0) + (<usize>(chunk * H * W) << 2);
  let y = ptr(1) + (<usize>(chunk * h * w) << 2);
  let at = ptr(13) + (<usize>(chunk * h * w) << 2);
  for (let j = 0; j < h; j++) {
    const top = j * int(8) - int(10);
    const y0 = max(0, top);
    const y1 = min(H, top + int(6));
    for (let i = 0; i < w; i++, y += 4, at += 4) {
      const left = i * int(9) - int(11);
      const x0 = max(0, left);
      const x1 = min(W, left + int(7));
      let best: f32 = -Infinity;
      let index = y0 < y1 && x0 < x1 ? y0 * W + x0 : 0;
      for (let yy = y0; yy < y1; yy++) {
        for (let xx = x0; xx < x1; xx++) {
          const v = load<f32>(x + (<usize>(yy * W + xx) << 2));
          if (v > best) {
            best = v;
            index = yy * W + xx;
          } else if (v != v) {
            if (best == best) {
              best = v;
              index = yy * W + xx;
            }
          }
        }
      }
      store<f32>(y, best);
      store<i32>(at, index);
    }
  }
}

/** 0 x, 1 indices, 2 y, 3 plane size of x, 4 plane size of y */
export function gatherPlane(chunk: i32): void {
  const n = int(4);
  const x = ptr(0) + (<usize>(chunk * int(3)) << 2);
  const base = <usize>(chunk * n) << 2;
  for (let i: usize = 0; i < <usize>n << 2; i += 4) store<i32>(ptr(2) + base + i, load<i32>(x + (<usize>load<i32>(ptr(1) + base + i) << 2)));
}

/** 0 gy, 1 indices, 2 gx (zeros), 3 plane size of gx, 4 plane size of gy */
export function scatterPlane(chunk: i32): void {
  const n = int(4);
  const gx = ptr(2) + (<usize>(chunk * int(3)) << 2);
  const base = <usize>(chunk * n) << 2;
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const to = gx + (<usize>load<i32>(ptr(1) + base + i) << 2);
    store<f32>(to, load<f32>(to) + load<f32>(ptr(0) + base + i));
  }
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
function sumPoolAs(vector: bool, chunk: i32): void {
  const H = int(2);
  const W = int(3);
  const h = int(4);
  const w = int(5);
  const pixel: usize = vector ? 16 : 4;
  const x = ptr(0) + <usize>(chunk * H * W) * pixel;
  let y = ptr(1) + <usize>(chunk * h * w) * pixel;
  const scale = f32x4.splat(real(12));
  if (int(6) == 2 && int(7) == 2 && int(8) == 2 && int(9) == 2 && int(10) == 0 && int(11) == 0 && H == 2 * h && W == 2 * w) {
    const row = <usize>W * pixel;
    for (let j = 0; j < h; j++) {
      let p = x + <usize>(2 * j) * row;
      for (let i = 0; i < w; i++, y += pixel, p += 2 * pixel) {
        const top = f32x4.add(get(p, vector), get(p + pixel, vector));
        const bottom = f32x4.add(get(p + row, vector), get(p + row + pixel, vector));
        put(y, f32x4.mul(f32x4.add(top, bottom), scale), vector);
      }
    }
    return;
  }
  for (let j = 0; j < h; j++) {
    const top = j * int(8) - int(10);
    const y0 = max(0, top);
    const y1 = min(H, top + int(6));
    for (let i = 0; i < w; i++, y += pixel) {
      const left = i * int(9) - int(11);
      const x0 = max(0, left);
      const x1 = min(W, left + int(7));
      let s = f32x4.splat(0);
      for (let yy = y0; yy < y1; yy++) {
        for (let xx = x0; xx < x1; xx++) s = f32x4.add(s, get(x + <usize>(yy * W + xx) * pixel, vector));
      }
      put(y, f32x4.mul(s, scale), vector);
    }
  }
}

/** 0 x, 1 y, 13 blocked? */
export function sumPool(chunk: i32): void {
  if (int(13)) sumPoolAs(true, chunk);
  else sumPoolAs(false, chunk);
}

/** Window positions that cover cell `at`: first and last in [0, count). */
// @ts-ignore: decorator
@inline
function firstWindow(at: i32, pad: i32, kernel: i32, stride: i32): i32 {
  const t = at + pad - kernel + 1;
  return t <= 0 ? 0 : (t + stride - 1) / stride;
}

// @ts-ignore: decorator
@inline
function sumPoolGradAs(vector: bool, chunk: i32): void {
  const H = int(2);
  const W = int(3);
  const h = int(4);
  const w = int(5);
  const pixel: usize = vector ? 16 : 4;
  let gx = ptr(1) + <usize>(chunk * H * W) * pixel;
  const gy = ptr(0) + <usize>(chunk * h * w) * pixel;
  const scale = f32x4.splat(real(12));
  if (int(6) == 2 && int(7) == 2 && int(8) == 2 && int(9) == 2 && int(10) == 0 && int(11) == 0 && H == 2 * h && W == 2 * w) {
    const row = <usize>W * pixel;
    let g = gy;
    for (let j = 0; j < h; j++, gx += row) {
      for (let i = 0; i < w; i++, g += pixel, gx += 2 * pixel) {
        const v = f32x4.mul(get(g, vector), scale);
        put(gx, v, vector);
        put(gx + pixel, v, vector);
        put(gx + row, v, vector);
        put(gx + row + pixel, v, vector);
      }
    }
    return;
  }
  for (let yy = 0; yy < H; yy++) {
    const j0 = firstWindow(yy, int(10), int(6), int(8));
    const j1 = min(h - 1, (yy + int(10)) / int(8));
    for (let xx = 0; xx < W; xx++, gx += pixel) {
      const i0 = firstWindow(xx, int(11), int(7), int(9));
      const i1 = min(w - 1, (xx + int(11)) / int(9));
      let s = f32x4.splat(0);
      for (let j = j0; j <= j1; j++) {
        for (let i = i0; i <= i1; i++) s = f32x4.add(s, get(gy + <usize>(j * w + i) * pixel, vector));
      }
      put(gx, f32x4.mul(s, scale), vector);
    }
  }
}

/** 0 gy, 1 gx, 13 blocked? */
export function sumPoolGrad(chunk: i32): void {
  if (int(13)) sumPoolGradAs(true, chunk);
  else sumPoolGradAs(false, chunk);
}

/** Source place of target index i: whole part in [0, size), fraction. */
// @ts-ignore: decorator
@inline
function place(i: i32, from: i32, to: i32, corners: bool): f64 {
  if (corners) return to > 1 ? (<f64>i * <f64>(from - 1)) / <f64>(to - 1) : 0;
  return max<f64>(0, ((<f64>i + 0.5) * <f64>from) / <f64>to - 0.5);
}

// @ts-ignore: decorator
@inline
function bilinearAs(backward: bool, chunk: i32): void {
  const H = int(2);
  const W = int(3);
  const h = int(4);
  const w = int(5);
  const corners = int(6) == 1;
  const big = ptr(0) + (<usize>(chunk * H * W) << 2);
  let y = ptr(1) + (<usize>(chunk * h * w) << 2);
  if (backward) memory.fill(big, 0, <usize>(H * W) << 2);
  for (let j = 0; j < h; j++) {
    const py = place(j, H, h, corners);
    const j0 = min(<i32>py, H - 1);
    const fy = <f32>(py - <f64>j0);
    const r0 = big + (<usize>(j0 * W) << 2);
    const r1 = big + (<usize>(min(j0 + 1, H - 1) * W) << 2);
    for (let i = 0; i < w; i++, y += 4) {
      const px = place(i, W, w, corners);
      const i0 = min(<i32>px, W - 1);
      const fx = <f32>(px - <f64>i0);
      const c0 = <usize>i0 << 2;
      const c1 = <usize>min(i0 + 1, W - 1) << 2;
      if (backward) {
        const g = load<f32>(y);
        const top = g * (1 - fy);
        const bottom = g * fy;
        store<f32>(r0 + c0, load<f32>(r0 + c0) + top * (1 - fx));
        store<f32>(r0 + c1, load<f32>(r0 + c1) + top * fx);
        store<f32>(r1 + c0, load<f32>(r1 + c0) + bottom * (1 - fx));
        store<f32>(r1 + c1, load<f32>(r1 + c1) + bottom * fx);
      } else {
        const top = load<f32>(r0 + c0) * (1 - fx) + load<f32>(r0 + c1) * fx;
        const bottom = load<f32>(r1 + c0) * (1 - fx) + load<f32>(r1 + c1) * fx;
        store<f32>(y, top * (1 - fy) + bottom * fy);
      }
    }
  }
}

/** x (H, W) → y (h, w). 0 x, 1 y, 2 H, 3 W, 4 h, 5 w, 6 align corners? One chunk per plane. */
export function bilinear(chunk: i32): void {
  bilinearAs(false, chunk);
}

/** 0 gx (written), 1 gy, the rest as bilinear. */
export function bilinearGrad(chunk: i32): void {
  bilinearAs(true, chunk);
}
