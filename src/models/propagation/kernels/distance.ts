import { aligned, reserve } from './memory';

const DIAGONAL: f64 = 1.4142135623730951;

let width = 0;
let height = 0;
let ink: usize = 0;
let distance: usize = 0;

/** Makes room for a picture; returns where its ink goes: float32, height · width. */
export function beginDistance(w: i32, h: i32): usize {
  width = w;
  height = h;
  ink = aligned(__heap_base);
  distance = aligned(ink + (<usize>w * h << 2));
  reserve(distance + (<usize>w * h << 2));
  return ink;
}

// @ts-ignore: decorator
@inline
function by(step: f64, at: usize, least: f64): f64 {
  const far = <f64>load<f32>(at) + step;
  return far < least ? far : least; // min is several instructions, for the sake of NaN
}

/** The distance of every pixel to the nearest one darker than a threshold, as `distanceToInk` says; where it lies: float32. */
export function distanceTo(threshold: f64): usize {
  const row = <usize>width << 2;
  const last = width - 1;
  let at = distance;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      let least: f64 = <f64>load<f32>(ink + (at - distance)) > threshold ? 0 : Infinity;
      if (x > 0) least = by(1, at - 4, least);
      if (y > 0) {
        least = by(1, at - row, least);
        if (x > 0) least = by(DIAGONAL, at - row - 4, least);
        if (x < last) least = by(DIAGONAL, at - row + 4, least);
      }
      store<f32>(at, <f32>least);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = last; x >= 0; x--) {
      at -= 4;
      let least = <f64>load<f32>(at);
      if (x < last) least = by(1, at + 4, least);
      if (y < height - 1) {
        least = by(1, at + row, least);
        if (x < last) least = by(DIAGONAL, at + row + 4, least);
        if (x > 0) least = by(DIAGONAL, at + row - 4, least);
      }
      store<f32>(at, <f32>least);
    }
  }
  return distance;
}
