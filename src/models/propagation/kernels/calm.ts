import { aligned, reserve } from './memory';

/** Bytes of a basin, float64: share or weight, red, green, blue, their squares, hints. */
const BASIN: usize = 48;
const GREEN: usize = 16;
const RED: usize = 8;
const BLUE: usize = 24;
const SQUARES: usize = 32;
const HINTS: usize = 40;

let n: usize = 0;
let color: usize = 0;
let sums: usize = 0;
let bytes: usize = 0;

/**
 * Makes room for a picture with basins 0…count − 1; returns where its planes go: red, green, blue, ink (float32), basin and hint's label
 * of each pixel (int32).
 */
export function beginCalming(pixels: i32, count: i32): usize {
  n = <usize>pixels << 2;
  bytes = <usize>count * BASIN;
  color = aligned(__heap_base);
  sums = aligned(color + 6 * n);
  reserve(sums + bytes);
  return color;
}

/**
 * Cuts the colours to [0, 1] and sums each basin up, pixels weighted by how open they are; where the sums lie, six float64 a basin:
 * weight, red, green, blue, all three squared, pixels with hints.
 */
export function sumBasins(): usize {
  cut();
  memory.fill(sums, 0, bytes);
  const end = color + n;
  for (let at = color; at < end; ) {
    const basin = load<u32>(at + 4 * n);
    const sum = sums + <usize>basin * BASIN;
    let weight = load<f64>(sum);
    let red = load<f64>(sum, RED);
    let green = load<f64>(sum, GREEN);
    let blue = load<f64>(sum, BLUE);
    let squares = load<f64>(sum, SQUARES);
    let hints = load<f64>(sum, HINTS);
    do {
      const w = openness(load<f32>(at + 3 * n));
      const r = <f64>load<f32>(at);
      const g = <f64>load<f32>(at + n);
      const b = <f64>load<f32>(at + 2 * n);
      weight += w;
      red += w * r;
      green += w * g;
      blue += w * b;
      squares += w * (r * r + g * g + b * b);
      if (load<u32>(at + 5 * n) > 0) hints += 1;
      at += 4;
    } while (at < end && load<u32>(at + 4 * n) == basin);
    store<f64>(sum, weight);
    store<f64>(sum, red, RED);
    store<f64>(sum, green, GREEN);
    store<f64>(sum, blue, BLUE);
    store<f64>(sum, squares, SQUARES);
    store<f64>(sum, hints, HINTS);
  }
  return sums;
}

/** To [0, 1], a few values beyond the last colour as well: ink, which is in it. */
function cut(): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let at = color; at < color + 3 * n; at += 16) v128.store(at, f32x4.pmin(f32x4.pmax(v128.load(at), zero), one));
}

/** As in `enlarge.ts`, which explains it. */
// @ts-ignore: decorator
@inline
function openness(ink: f32): f64 {
  const open = ink < 1 ? 1 - <f64>ink : 0;
  const openness = open * open * open * open;
  return openness > 1e-4 ? openness : 1e-4; // min and max are several instructions, for the sake of NaN
}

/** Draws each pixel's colour towards that of its basin – where the sums were, as the basin's share is where its weight was. */
export function evenBasins(): void {
  for (let at = color; at < color + n; at += 4) {
    const basin = sums + <usize>load<u32>(at + 4 * n) * BASIN;
    const share = load<f64>(basin);
    if (share == 0) continue;
    draw(at, share, load<f64>(basin, RED));
    draw(at + n, share, load<f64>(basin, GREEN));
    draw(at + 2 * n, share, load<f64>(basin, BLUE));
  }
}

// @ts-ignore: decorator
@inline
function draw(at: usize, share: f64, to: f64): void {
  const value = <f64>load<f32>(at);
  store<f32>(at, <f32>(value + share * (to - value)));
}
