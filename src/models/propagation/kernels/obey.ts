import { aligned, reserve } from './memory';

/** Bytes of a label, float64: what was missed of its red, green and blue, its pixels, its own red, green and blue, whether it keeps paper. */
const LABEL: usize = 64;
const PIXELS: usize = 24;
const COLOR: usize = 32;
const EMPTY: usize = 56;

const STEP_PARTS: f64 = 5;

let n: usize = 0;
let color: usize = 0;
let labels: usize = 0;
let fades: usize = 0;

/**
 * Makes room for a picture with labels 0…count − 1 whose ways have so many lengths; returns where its planes go: red, green, blue, length of
 * each pixel's way (float32), its label, the label of the hint drawn there (int32), its climb (a byte).
 */
export function beginObeying(pixels: i32, count: i32, lengths: i32): usize {
  n = <usize>pixels << 2;
  color = aligned(__heap_base);
  labels = aligned(color + 6 * n + (n >> 2));
  fades = aligned(labels + <usize>count * LABEL);
  reserve(fades + (<usize>lengths << 3));
  return color;
}

/** Where the labels go, eight float64 each: missed red, green and blue, pixels that are hints, red, green, blue, 1 if it keeps paper. */
export function labelsAt(): usize {
  return labels;
}

/** Where the share of a correction goes that is left after each length of a way, in parts of a step: float64. */
export function fadesAt(): usize {
  return fades;
}

/** Corrects the colours; ways that climb more than `open` levels count as crossing a line. `obeyHints` explains it. */
export function correct(open: i32): void {
  const distance = 3 * n;
  const label = 4 * n;
  const hint = 5 * n;
  for (let at = color; at < color + n; at += 4) {
    const own = load<u32>(at + label);
    if (own == 0) continue;
    const entry = labels + <usize>own * LABEL;
    const climb = <i32>load<u8>(color + 6 * n + ((at - color) >> 2));
    if (load<u32>(at + hint) == own || (climb <= open && load<f64>(entry, EMPTY) > 0)) {
      for (let c: usize = 0; c < 3; c++) store<f32>(at + c * n, <f32>load<f64>(entry + 8 * c, COLOR));
      continue;
    }
    const pixels = load<f64>(entry, PIXELS);
    if (climb > open || pixels == 0) continue;
    const parts = <usize>(<f64>load<f32>(at + distance) * STEP_PARTS + 0.5);
    const share = (load<f64>(fades + (parts << 3)) * (1 - <f64>climb / <f64>(open + 1))) / pixels;
    for (let c: usize = 0; c < 3; c++) {
      const value = <f64>load<f32>(at + c * n) + load<f64>(entry + 8 * c) * share;
      store<f32>(at + c * n, <f32>(value > 0 ? (value < 1 ? value : 1) : 0)); // min and max are several instructions, for NaN
    }
  }
}
