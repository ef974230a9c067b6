import { aligned, reserve } from './memory';

const DIAGONAL: f64 = 1.4142135623730951;

let width = 0;
let height = 0;
let ink: usize = 0;
let distance: usize = 0;
let planes: usize = 0;
const thresholds = memory.data(32, 16);

/** Makes room for a picture; returns where its ink goes: float32, height · width. */
export function beginDistances(w: i32, h: i32): usize {
  width = w;
  height = h;
  ink = aligned(__heap_base);
  distance = aligned(ink + (<usize>w * h << 2));
  planes = aligned(distance + (<usize>w * h << 4));
  reserve(planes + (<usize>w * h << 4));
  return ink;
}

/** Where four thresholds go, float64. */
export function thresholdsAt(): usize {
  return thresholds;
}

// @ts-ignore: decorator
@inline
function by(step: v128, far: v128, least: v128): v128 {
  return f64x2.pmin(least, f64x2.add(far, step));
}

/** Distances of two thresholds from the pixel at an address. */
// @ts-ignore: decorator
@inline
function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** 0 where ink is above two thresholds, else Infinity. */
// @ts-ignore: decorator
@inline
function start(darkness: v128, threshold: v128): v128 {
  return v128.andnot(f64x2.splat(Infinity), f64x2.gt(darkness, threshold));
}

// @ts-ignore: decorator
@inline
function forward(at: usize, x: i32, y: i32, darkness: v128, threshold: v128): void {
  const row = <usize>width << 4;
  const straight = f64x2.splat(1);
  const diagonal = f64x2.splat(DIAGONAL);
  let least = start(darkness, threshold);
  if (y > 0) {
    least = by(straight, two(at - row), least);
    if (x > 0) least = by(diagonal, two(at - row - 16), least);
    if (x < width - 1) least = by(diagonal, two(at - row + 16), least);
  }
  if (x > 0) least = by(straight, two(at - 16), least);
  v128.store64_lane(at, f32x4.demote_f64x2_zero(least), 0);
}

// @ts-ignore: decorator
@inline
function backward(at: usize, x: i32, y: i32, out: usize): void {
  const row = <usize>width << 4;
  const straight = f64x2.splat(1);
  const diagonal = f64x2.splat(DIAGONAL);
  let least = two(at);
  if (y < height - 1) {
    least = by(straight, two(at + row), least);
    if (x < width - 1) least = by(diagonal, two(at + row + 16), least);
    if (x > 0) least = by(diagonal, two(at + row - 16), least);
  }
  if (x < width - 1) least = by(straight, two(at + 16), least);
  const far = f32x4.demote_f64x2_zero(least);
  v128.store64_lane(at, far, 0);
  v128.store32_lane(out, far, 0);
  v128.store32_lane(out + (<usize>width * height << 2), far, 1);
}

/**
 * The distances of every pixel to the nearest one darker than each of four thresholds, as `distanceToInk` says; where they lie: float32,
 * (4, height, width). Each is waited for by the next pixel, so four side by side take no longer than one.
 */
export function distances(): usize {
  const first = v128.load(thresholds);
  const second = v128.load(thresholds, 16);
  let at = distance;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 16) {
      const darkness = f64x2.splat(<f64>load<f32>(ink + ((at - distance) >> 2)));
      forward(at, x, y, darkness, first);
      forward(at + 8, x, y, darkness, second);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      at -= 16;
      const out = planes + ((at - distance) >> 2);
      backward(at, x, y, out);
      backward(at + 8, x, y, out + (<usize>width * height << 3));
    }
  }
  return planes;
}
