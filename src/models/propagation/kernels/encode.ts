import { aligned, reserve } from './memory';

/** Planes that a network sees of a picture. */
const PLANES = 16;
/** As in `generatorInputs.ts`, which explains the planes: first ones of the groups. */
const HINT = 1;
const MASK = 4;
const PROPAGATED = 5;
const SECOND = 8;
const CONFIDENCE = 11;

const INK_LEVELS: f64 = 32;
const STEP_PARTS: f64 = 5;
/** The lowest address is no array's. */
const NONE: i32 = -1;

let width = 0;
let height = 0;
let turn = 0;
let planes: usize = 0;
let search: usize = 0;
let tables: usize = 0;
/** Bytes of a table of lengths, and of one of labels. */
let lengths: usize = 0;
let colors: usize = 0;
const box = memory.data(16);

/**
 * Makes room for a picture with labels 1…labels whose ways have so many lengths. The planes of the last picture stay if this has its
 * size, and those of this one go beside them.
 */
export function beginEncoding(w: i32, h: i32, labels: i32, lengthCount: i32): void {
  width = w;
  height = h;
  turn = 1 - turn;
  const n = <usize>w * h;
  planes = aligned(__heap_base);
  search = aligned(planes + 2 * PLANES * (n << 2));
  tables = aligned(search + n * 23);
  lengths = <usize>lengthCount << 2;
  colors = (<usize>labels + 1) << 2;
  reserve(tables + 3 * (lengths + colors));
}

/** Where this picture's planes are: float32, 16 · height · width. */
export function planesAt(): usize {
  return planes + <usize>turn * PLANES * (<usize>(width * height) << 2);
}

/**
 * Where goes what is known of each pixel, plane after plane: label, second label (int32), both distances (float32), label of the hint drawn
 * there (int32), both levels and the climb (bytes).
 */
export function searchAt(): usize {
  return search;
}

/**
 * Where the tables go: of each length of a way, in parts of a step, trust that fades fast, trust that fades slowly, and how far the
 * first is from 1; then the reds of the labels, from 0 on, their greens and their blues. All float32.
 */
export function tablesAt(): usize {
  return tables;
}

/**
 * Fills all planes of this picture but the ink, few at a time: planes lie a multiple of 4096 bytes apart, and those that are walked
 * through together push each other out of the cache.
 */
export function encode(): void {
  const n = <usize>(width * height) << 2;
  const out = planesAt();
  const label = search;
  const label2 = search + n;
  const hint = search + 4 * n;
  for (let c: usize = 0; c < 3; c++) {
    const color = tables + 3 * lengths + c * colors;
    const drawn = out + (HINT + c) * n;
    const first = out + (PROPAGATED + c) * n;
    const second = out + (SECOND + c) * n;
    for (let p: usize = 0; p < n; p += 4) store<f32>(drawn + p, load<f32>(color + (<usize>load<u32>(hint + p) << 2)));
    for (let p: usize = 0; p < n; p += 4) {
      const k = load<u32>(label + p);
      const k2 = load<u32>(label2 + p);
      store<f32>(first + p, load<f32>(color + (<usize>k << 2)));
      store<f32>(second + p, load<f32>(color + (<usize>(k2 > 0 ? k2 : k) << 2)));
    }
  }
  for (let p: usize = 0; p < n; p += 4) store<f32>(out + MASK * n + p, load<u32>(hint + p) > 0 ? 1 : 0);
  trust(out + CONFIDENCE * n, n);
}

function trust(to: usize, n: usize): void {
  const label = search;
  const label2 = search + n;
  const distance = search + 2 * n;
  const distance2 = search + 3 * n;
  const level = search + 5 * n;
  const level2 = level + (n >> 2);
  const climb = level + (n >> 1);
  for (let p: usize = 0; p < n; p += 4) {
    const isReached = load<u32>(label + p) > 0;
    const parts = partsOf(load<f32>(distance + p)) << 2;
    store<f32>(to + p, isReached ? <f32>(1 - <f64>load<u8>(climb + (p >> 2)) / (INK_LEVELS - 1)) : 0);
    store<f32>(to + n + p, isReached ? load<f32>(tables + parts) : 0);
    store<f32>(to + 2 * n + p, isReached ? load<f32>(tables + lengths + parts) : 0);
  }
  for (let p: usize = 0; p < n; p += 4) {
    let byInk: f32 = load<u32>(label + p) > 0 ? 1 : 0;
    let byLength = byInk;
    if (load<u32>(label2 + p) > 0) {
      const higher = <i32>load<u8>(level2 + (p >> 2)) - <i32>load<u8>(level + (p >> 2));
      byInk = <f32>(<f64>higher / (INK_LEVELS - 1));
      const parts = partsOf(load<f32>(distance + p));
      const parts2 = partsOf(load<f32>(distance2 + p));
      byLength = parts2 > parts ? load<f32>(tables + 2 * lengths + ((parts2 - parts) << 2)) : 0;
    }
    store<f32>(to + 3 * n + p, byInk);
    store<f32>(to + 4 * n + p, byLength);
  }
}

// @ts-ignore: decorator
@inline
function partsOf(distance: f32): usize {
  return <usize>(<f64>distance * STEP_PARTS + 0.5);
}

/** The rows and columns in which this picture's planes differ from the last one's: top, left, bottom, right (int32), the last two beyond; none if left < 0. */
export function changes(): usize {
  const row = <usize>width << 2;
  const other = planes + <usize>(1 - turn) * PLANES * height * row;
  const ahead = planesAt() - other;
  let top = height;
  let bottom = 0;
  let left = width;
  let right = 0;
  for (let plane = 0; plane < PLANES; plane++) {
    for (let y = 0; y < height; y++) {
      const start = other + <usize>(plane * height + y) * row;
      const from = firstChange(start, start + row, ahead);
      if (from == row) continue;
      top = min(top, y);
      bottom = max(bottom, y + 1);
      left = min(left, <i32>(from >> 2));
      let x = width;
      while (x > right && load<u32>(start + (<usize>x << 2) - 4) == load<u32>(start + ahead + (<usize>x << 2) - 4)) x--;
      right = max(right, x);
    }
  }
  store<i32>(box, top);
  store<i32>(box, bottom > 0 ? left : NONE, 4);
  store<i32>(box, bottom, 8);
  store<i32>(box, right, 12);
  return box;
}

/** Bytes from the start of a row to the first word that differs from the one `ahead` of it; the row's length if none does. */
// @ts-ignore: decorator
@inline
function firstChange(start: usize, end: usize, ahead: usize): usize {
  let at = start;
  for (; at + 16 <= end; at += 16) if (v128.any_true(v128.xor(v128.load(at), v128.load(at + ahead)))) break;
  while (at < end && load<u32>(at) == load<u32>(at + ahead)) at += 4;
  return at - start;
}
