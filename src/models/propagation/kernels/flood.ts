import { aligned, reserve } from './memory';

/** As in `propagate.ts`, which explains the search. */
const LEVELS = 32;
const STRAIGHT = 5;
const DIAGONAL = 7;
const LENGTH_BITS = 24;
const UNREACHED = 0x7fffffff;

/** A pixel's bytes: what is known of its best and its second label, side by side, since they are read together. */
const NODE: usize = 32;
const KEY1: usize = 0;
const KEY2: usize = 4;
const LABEL1: usize = 8;
const LABEL2: usize = 12;
/** Lengths of the whole ways. */
const WAY1: usize = 16;
const WAY2: usize = 20;
const LEVEL: usize = 24;

/** A queue entry's bytes: address of a pixel, label, next entry. */
const ENTRY: usize = 16;
const LABEL: usize = 4;
const NEXT: usize = 8;
const POOL_GROWTH: usize = 1 << 16;

/**
 * First and last entry of the queues of each level, one for each length modulo 8: steps are at most 7 long, so no other
 * lengths wait at once, and ways that climb to a level begin there with the length of one step.
 */
const RING = 8;
const QUEUE: usize = 8;
const LAST: usize = 4;
const queues = memory.data(2048);

let width = 0;
let height = 0;
let ink: usize = 0;
let hints: usize = 0;
let nodes: usize = 0;
let result: usize = 0;
let limits: usize = 0;
let free: usize = 0;
let top: usize = 0;
let end: usize = 0;
/** Whether second labels are looked for: else the bound of a pixel's second key is its first. */
let both = true;

/** Where the ink goes: float32, height · width. */
export function inkAt(): usize {
  return ink;
}

/** Where the hints' labels go: int32, height · width. */
export function hintsAt(): usize {
  return hints;
}

/** Where the result lies, plane after plane: label and second label (int32), both distances (float32), both levels and the climb (bytes). */
export function resultAt(): usize {
  return result;
}

/** Lays out the memory for a picture with labels 1…labels; returns where the longest way of each goes, from label 0 on (int32). */
export function begin(w: i32, h: i32, labels: i32): usize {
  width = w;
  height = h;
  const n = <usize>w * h;
  ink = aligned(__heap_base);
  hints = aligned(ink + n * 4);
  nodes = aligned(hints + n * 4);
  result = aligned(nodes + NODE * (w + 2) * (h + 2));
  limits = aligned(result + n * 19);
  top = aligned(limits + ((<usize>labels + 1) << 2));
  free = 0;
  end = top;
  reserve(end);
  return limits;
}

/** Runs the search; all that `begin` made room for must be filled in. With one label a pixel the first is the same, and found in half the time. */
export function flood(labels: i32): void {
  both = labels > 1;
  memory.fill(queues, 0, <usize>LEVELS * RING * QUEUE);
  // A border of one pixel that no key can improve: no bounds checks inside.
  memory.fill(nodes, 0xff, NODE * (width + 2) * (height + 2));
  let p: usize = 0;
  for (let y = 0; y < height; y++) {
    let at = nodes + NODE * (<usize>(y + 1) * (width + 2) + 1);
    for (let x = 0; x < width; x++, p += 4, at += NODE) {
      const level = inkLevel(load<f32>(ink + p));
      const label = load<i32>(hints + p);
      store<i32>(at, level, LEVEL);
      store<i32>(at, UNREACHED, KEY1);
      store<i32>(at, UNREACHED, KEY2);
      store<i32>(at, label, LABEL1);
      store<i32>(at, 0, LABEL2);
      store<i32>(at, 0, WAY1);
      if (label == 0) continue;
      // A dab that also covers a line starts at the line's level: what it covers in the open comes first.
      store<i32>(at, level << LENGTH_BITS, KEY1);
      if (!both) store<i32>(at, level << LENGTH_BITS, KEY2);
      enqueue(level, 0, at, label);
    }
  }
  for (let level = 0; level < LEVELS; level++) spread(level);
  finish();
}

// @ts-ignore: decorator
@inline
function inkLevel(darkness: f32): i32 {
  return darkness <= 0 ? 0 : darkness >= 1 ? LEVELS - 1 : <i32>(darkness * <f32>LEVELS);
}

/** Ways that are equally good are taken in the order they were found, so that who came first to the foot of a slope keeps it up to the line. */
function enqueue(level: i32, length: i32, at: usize, label: i32): void {
  let entry = free;
  if (entry) free = load<u32>(entry, NEXT);
  else {
    entry = top;
    top += ENTRY;
    if (top > end) {
      end = top + POOL_GROWTH;
      reserve(end);
    }
  }
  store<u32>(entry, <u32>at);
  store<i32>(entry, label, LABEL);
  store<u32>(entry, 0, NEXT);
  const queue = queues + QUEUE * (level * RING + (length & (RING - 1)));
  if (load<u32>(queue)) store<u32>(load<u32>(queue, LAST), <u32>entry, NEXT);
  else store<u32>(queue, <u32>entry);
  store<u32>(queue, <u32>entry, LAST);
}

/** Settles, nearest first, all that paths of a level reach. */
function spread(level: i32): void {
  const row = NODE * (width + 2);
  const base = level << LENGTH_BITS;
  for (let length = 0, idle = 0; idle < RING; length++, idle++) {
    const queue = queues + QUEUE * (level * RING + (length & (RING - 1)));
    let entry = <usize>load<u32>(queue);
    if (!entry) continue;
    idle = -1;
    store<u32>(queue, 0); // Steps are longer than 0 and shorter than 8: nothing is added to the queue being emptied.
    const key = base + length;
    while (entry) {
      const at = <usize>load<u32>(entry);
      const label = load<i32>(entry, LABEL);
      const following = <usize>load<u32>(entry, NEXT);
      store<u32>(entry, <u32>free, NEXT);
      free = entry;
      entry = following;
      // Left behind by a better way found since?
      const isFirst = load<i32>(at, LABEL1) == label && load<i32>(at, KEY1) == key;
      if (!isFirst && !(load<i32>(at, LABEL2) == label && load<i32>(at, KEY2) == key)) continue;
      const way = isFirst ? load<i32>(at, WAY1) : load<i32>(at, WAY2);
      relax(level, length, label, way, at, at - NODE, STRAIGHT, 0);
      relax(level, length, label, way, at, at + NODE, STRAIGHT, 0);
      relax(level, length, label, way, at, at - row, STRAIGHT, 0);
      relax(level, length, label, way, at, at + row, STRAIGHT, 0);
      relax(level, length, label, way, at, at - row - NODE, DIAGONAL, -(<isize>NODE));
      relax(level, length, label, way, at, at - row + NODE, DIAGONAL, <isize>NODE);
      relax(level, length, label, way, at, at + row - NODE, DIAGONAL, -(<isize>NODE));
      relax(level, length, label, way, at, at + row + NODE, DIAGONAL, <isize>NODE);
    }
  }
}

/** Offers a label to a neighbour, `across` bytes away within the row if diagonal. */
// @ts-ignore: decorator
@inline
function relax(level: i32, length: i32, label: i32, way: i32, at: usize, to: usize, step: i32, across: isize): void {
  // Most neighbours: settled by this label or by two others, whatever ink is on the way.
  const least = (level << LENGTH_BITS) + length + step;
  if (least >= load<i32>(to, KEY2)) return;
  if (load<i32>(to, LABEL1) == label && least >= load<i32>(to, KEY1)) return;
  improve(level, length, label, way, at, to, step, across);
}

function improve(level: i32, length: i32, label: i32, way: i32, at: usize, to: usize, step: i32, across: isize): void {
  let newLevel = max(level, load<i32>(to, LEVEL));
  // No slipping between two pixels of a diagonal line: a diagonal step also crosses the fainter of its corners.
  if (across) newLevel = max(newLevel, min(load<i32>(at + across, LEVEL), load<i32>(to - across, LEVEL)));
  const newWay = way + step;
  if (newWay > load<i32>(limits + (<usize>label << 2))) return;
  const newLength = newLevel == level ? length + step : step;
  const key = (newLevel << LENGTH_BITS) + newLength;
  const key1 = load<i32>(to, KEY1);
  if (key >= load<i32>(to, KEY2)) return; // not among the two best (key1 ≤ key2)
  if (!both) {
    store<i32>(to, key, KEY1);
    store<i32>(to, key, KEY2);
    store<i32>(to, label, LABEL1);
    store<i32>(to, newWay, WAY1);
  } else if (load<i32>(to, LABEL1) == label) {
    if (key >= key1) return;
    store<i32>(to, key, KEY1);
    store<i32>(to, newWay, WAY1);
  } else if (key < key1) {
    // Overtakes: the first becomes second. If the label was second, its old place is what is given up.
    store<i32>(to, key1, KEY2);
    store<i32>(to, load<i32>(to, LABEL1), LABEL2);
    store<i32>(to, load<i32>(to, WAY1), WAY2);
    store<i32>(to, key, KEY1);
    store<i32>(to, label, LABEL1);
    store<i32>(to, newWay, WAY1);
  } else {
    store<i32>(to, key, KEY2);
    store<i32>(to, label, LABEL2);
    store<i32>(to, newWay, WAY2);
  }
  enqueue(newLevel, newLength, to, label);
}

function finish(): void {
  const n = <usize>width * height;
  let i: usize = 0;
  for (let y = 0; y < height; y++) {
    let at = nodes + NODE * (<usize>(y + 1) * (width + 2) + 1);
    for (let x = 0; x < width; x++, i++, at += NODE) {
      const label = load<i32>(at, LABEL1);
      const label2 = load<i32>(at, LABEL2);
      const level = label > 0 ? load<i32>(at, KEY1) >> LENGTH_BITS : 0;
      const word = result + (i << 2);
      store<i32>(word, label);
      store<i32>(word + n * 4, label2);
      store<f32>(word + n * 8, label > 0 ? <f32>load<i32>(at, WAY1) / <f32>STRAIGHT : 0);
      store<f32>(word + n * 12, label2 > 0 ? <f32>load<i32>(at, WAY2) / <f32>STRAIGHT : 0);
      const byte = result + n * 16 + i;
      store<u8>(byte, <u8>level);
      store<u8>(byte + n, <u8>(label2 > 0 ? load<i32>(at, KEY2) >> LENGTH_BITS : 0));
      store<u8>(byte + n * 2, <u8>(label > 0 ? level - load<i32>(at, LEVEL) : 0));
    }
  }
}
