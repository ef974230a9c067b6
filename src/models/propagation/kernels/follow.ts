import { aligned, reserve } from './memory';

/** Levels of ink of the full-size sketch, a byte's upper five bits. */
const LEVELS = 32;
const NONE = -1;

let width = 0;
let height = 0;
let gridWidth = 0;
let gridHeight = 0;
let ink: usize = 0;
let gridInk: usize = 0;
let clear: usize = 0;
let columns: usize = 0;
let source: usize = 0;
let next: usize = 0;

/** First and last pixel waiting at each level. */
const heads = memory.data(128);
const tails = memory.data(128);

/** Lays out the memory for a sketch on a grid; returns where the sketch's ink goes: a byte a pixel, height · width. */
export function beginFollowing(w: i32, h: i32, gw: i32, gh: i32): usize {
  width = w;
  height = h;
  gridWidth = gw;
  gridHeight = gh;
  const n = <usize>w * h;
  ink = aligned(__heap_base);
  gridInk = aligned(ink + n);
  clear = aligned(gridInk + (<usize>gw * gh << 2));
  columns = aligned(clear + <usize>gw * gh);
  source = aligned(columns + (<usize>w << 2));
  next = aligned(source + (n << 2));
  reserve(next + (n << 2));
  return ink;
}

/** Where the grid's ink goes: float32, height · width of the grid. */
export function gridInkAt(): usize {
  return gridInk;
}

/**
 * For every pixel the one whose colour it takes; where they lie: int32, height · width. `Enlarger` explains it.
 *
 * @param clearInk a grid cell is clear when it and its neighbours hold less on average
 * @param open     pixels below this level let colour pass
 * @param carry    pixels, across or down, that a colour is carried towards a line
 */
export function follow(clearInk: f64, open: i32, carry: i32): usize {
  clearCells(clearInk);
  memory.fill(heads, 0xff, 128);
  const n = width * height;
  enterClear(open);
  // Only sources at the edge of the clear area have anyone to tell.
  let p = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (sourceOf(p) != p) continue;
      const edge =
        (x > 0 && sourceOf(p - 1) < 0) ||
        (x < width - 1 && sourceOf(p + 1) < 0) ||
        (y > 0 && sourceOf(p - width) < 0) ||
        (y < height - 1 && sourceOf(p + width) < 0);
      if (edge) enqueue(p, levelOf(p));
    }
  }
  // What an open way cannot reach is entered on a line's level and waits in its queue; it is taken back below if open.
  flood(open, carry);
  for (p = 0; p < n; p++) {
    if (sourceOf(p) >= 0 || levelOf(p) >= open) continue;
    setSource(p, p);
    enqueue(p, levelOf(p));
  }
  flood(LEVELS, max(width, height));
  for (p = 0; p < n; p++) if (sourceOf(p) < 0) setSource(p, p);
  return source;
}

/**
 * Lists, after `follow`, the pixels that take another's colour next to one that takes it from elsewhere; none on the picture's rim.
 *
 * @param dark     of pixels below this level there is too little ink to hide a mixture
 * @param together neighbours whose sources are farther apart than this, across or down, have theirs from different places
 * @returns        how many; they lie at `bordersAt`, int32
 */
export function findBorders(dark: i32, together: i32): i32 {
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    let p = y * width + 1;
    for (let x = 1; x < width - 1; x++, p++) {
      const s = sourceOf(p);
      if (s == p || levelOf(p) < dark) continue;
      const isBorder =
        apart(s, sourceOf(p - 1), together) ||
        apart(s, sourceOf(p + 1), together) ||
        apart(s, sourceOf(p - width), together) ||
        apart(s, sourceOf(p + width), together);
      if (!isBorder) continue;
      store<i32>(next + (<usize>count << 2), p); // nobody waits in the queues now
      count++;
    }
  }
  return count;
}

/** Where `findBorders` leaves its list. */
export function bordersAt(): usize {
  return next;
}

// @ts-ignore: decorator
@inline
function apart(s: i32, t: i32, together: i32): boolean {
  const way = abs(s - t);
  if (way <= together) return false; // in one row, as most are: a division takes long
  if (2 * way > (2 * together + 1) * width) return true;
  return abs((s % width) - (t % width)) > together;
}

function clearCells(clearInk: f64): void {
  for (let j = 0; j < gridHeight; j++) {
    const top = max(0, j - 1);
    const bottom = min(gridHeight - 1, j + 1);
    for (let i = 0; i < gridWidth; i++) {
      const left = max(0, i - 1);
      const right = min(gridWidth - 1, i + 1);
      let sum: f64 = 0;
      for (let v = top; v <= bottom; v++) for (let u = left; u <= right; u++) sum += <f64>load<f32>(gridInk + (<usize>(v * gridWidth + u) << 2));
      const cells = (bottom - top + 1) * (right - left + 1);
      store<u8>(clear + <usize>(j * gridWidth + i), sum / <f64>cells < clearInk ? 1 : 0);
    }
  }
}

/** Open pixels in clear cells keep what they have; nobody is told where the others get theirs. */
function enterClear(open: i32): void {
  for (let x = 0; x < width; x++) store<i32>(columns + (<usize>x << 2), cellOf(x, gridWidth, width));
  let p = 0;
  for (let y = 0; y < height; y++) {
    const row = clear + <usize>(cellOf(y, gridHeight, height) * gridWidth);
    for (let x = 0; x < width; x++, p++) {
      const isClear = load<u8>(row + <usize>load<i32>(columns + (<usize>x << 2))) != 0;
      setSource(p, isClear && levelOf(p) < open ? p : NONE);
    }
  }
}

function cellOf(at: i32, cellCount: i32, pixelCount: i32): i32 {
  return <i32>(((<f64>at + 0.5) * <f64>cellCount) / <f64>pixelCount);
}

/** First come, first served within a level, so the nearest source wins; each pixel is entered once. */
function flood(to: i32, carry: i32): void {
  const n = width * height;
  for (let level = 0; level < to; ) {
    const p = load<i32>(heads + (<usize>level << 2));
    if (p < 0) {
      level++;
      continue;
    }
    store<i32>(heads + (<usize>level << 2), load<i32>(next + (<usize>p << 2)));
    const origin = sourceOf(p);
    const y = p / width;
    const x = p - y * width;
    const oy = origin / width;
    const dx = x - (origin - oy * width);
    const dy = y - oy;
    if (x > 0 && dx > -carry) visit(p - 1, origin, level);
    if (x < width - 1 && dx < carry) visit(p + 1, origin, level);
    if (p >= width && dy > -carry) visit(p - width, origin, level);
    if (p < n - width && dy < carry) visit(p + width, origin, level);
  }
}

/** Enters a neighbour of a pixel that was taken from a level's queue. */
// @ts-ignore: decorator
@inline
function visit(q: i32, origin: i32, level: i32): void {
  if (sourceOf(q) >= 0) return;
  setSource(q, origin);
  enqueue(q, max(levelOf(q), level));
}

// @ts-ignore: decorator
@inline
function enqueue(p: i32, level: i32): void {
  const at = <usize>level << 2;
  store<i32>(next + (<usize>p << 2), NONE);
  if (load<i32>(heads + at) < 0) store<i32>(heads + at, p);
  else store<i32>(next + (<usize>load<i32>(tails + at) << 2), p);
  store<i32>(tails + at, p);
}

// @ts-ignore: decorator
@inline
function levelOf(p: i32): i32 {
  return <i32>(load<u8>(ink + <usize>p) >> 3);
}

// @ts-ignore: decorator
@inline
function sourceOf(p: i32): i32 {
  return load<i32>(source + (<usize>p << 2));
}

// @ts-ignore: decorator
@inline
function setSource(p: i32, origin: i32): void {
  store<i32>(source + (<usize>p << 2), origin);
}
