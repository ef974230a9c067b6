import { Chunk } from './codes';
import { int, list, ptr } from './params';

/** 0 y, 1 bits, 2 n */
export function fill(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(2), start + <i32>Chunk.Flat);
  const v = i32x4.splat(int(1));
  let y = ptr(0) + (<usize>start << 2);
  let i = start;
  for (; i + 4 <= end; i += 4, y += 16) v128.store(y, v);
  for (; i < end; i++, y += 4) store<i32>(y, int(1));
}

/**
 * Rows of bytes between two places. 0 src, 1 dst, 2 rows, 3 bytes a row, 4 src stride, 5 dst stride, 6 rows per chunk
 */
export function copy(chunk: i32): void {
  const last = min(int(2), (chunk + 1) * int(6));
  const bytes = <usize>int(3);
  for (let row = chunk * int(6); row < last; row++) memory.copy(ptr(1) + <usize>row * ptr(5), ptr(0) + <usize>row * ptr(4), bytes);
}

/**
 * Between a contiguous array and strided places of another. 0 strided array (offset added), 1 contiguous array,
 * 2 rank ≥ 1, 3 rows (product of all dimensions but the last), 4 rows per chunk, 8… dims, 16… byte strides
 */
function strided(gather: bool, chunk: i32): void {
  const rank = int(2);
  const last = min(int(3), (chunk + 1) * int(4));
  const length = load<i32>(list(8 + rank - 1));
  const step = load<i32>(list(16 + rank - 1));
  // Two planes taken in turn, as when channels become 2×2 pixels: many rows of two.
  const size = rank > 1 ? load<i32>(list(8 + rank - 2)) : 1;
  const inTurn = gather && length == 2 && rank > 1 && load<i32>(list(16 + rank - 2)) == 4;
  for (let row = chunk * int(4); row < last; row++) {
    let x = ptr(0);
    let rest = row;
    for (let d = rank - 2; d >= 0; d--) {
      const size = load<i32>(list(8 + d));
      const q = rest / size;
      x += (rest - q * size) * load<i32>(list(16 + d));
      rest = q;
    }
    let y = ptr(1) + ((<usize>row * length) << 2);
    if (inTurn) {
      const count = min(last - row, size - row % size);
      interleave(x, x + step, y, count);
      row += count - 1;
    } else if (step == 4) {
      if (gather) memory.copy(y, x, <usize>length << 2);
      else memory.copy(x, y, <usize>length << 2);
    } else if (gather) {
      let i = 0;
      // Every other element, as when 2×2 pixels become channels.
      if (step == 8) for (; i + 4 < length; i += 4, x += 32, y += 16) v128.store(y, v128.shuffle<i32>(v128.load(x), v128.load(x, 16), 0, 2, 4, 6));
      for (; i < length; i++, x += step, y += 4) store<i32>(y, load<i32>(x));
    } else {
      for (let i = 0; i < length; i++, x += step, y += 4) store<i32>(x, load<i32>(y));
    }
  }
}

function interleave(a: usize, b: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, a += 16, b += 16, y += 32) {
    const va = v128.load(a);
    const vb = v128.load(b);
    v128.store(y, v128.shuffle<i32>(va, vb, 0, 4, 1, 5));
    v128.store(y, v128.shuffle<i32>(va, vb, 2, 6, 3, 7), 16);
  }
  for (; i < count; i++, a += 4, b += 4, y += 8) {
    store<i32>(y, load<i32>(a));
    store<i32>(y, load<i32>(b), 4);
  }
}

export function gatherStrided(chunk: i32): void {
  strided(true, chunk);
}

export function scatterStrided(chunk: i32): void {
  strided(false, chunk);
}

/** Plain (…, 4, HW) → blocked (…, HW, 4), one chunk per block. 0 x, 1 y, 2 HW */
export function toBlocked(chunk: i32): void {
  const n = int(2);
  const bytes = <usize>n << 2;
  let x = ptr(0) + <usize>chunk * (bytes << 2);
  let y = ptr(1) + <usize>chunk * (bytes << 2);
  const x1 = bytes;
  const x2 = bytes * 2;
  const x3 = bytes * 3;
  let i = 0;
  for (; i + 4 <= n; i += 4, x += 16, y += 64) {
    const a = v128.load(x);
    const b = v128.load(x + x1);
    const c = v128.load(x + x2);
    const d = v128.load(x + x3);
    const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(y, v128.shuffle<i64>(ab0, cd0, 0, 2));
    v128.store(y, v128.shuffle<i64>(ab0, cd0, 1, 3), 16);
    v128.store(y, v128.shuffle<i64>(ab1, cd1, 0, 2), 32);
    v128.store(y, v128.shuffle<i64>(ab1, cd1, 1, 3), 48);
  }
  for (; i < n; i++, x += 4, y += 16) {
    store<i32>(y, load<i32>(x));
    store<i32>(y, load<i32>(x + x1), 4);
    store<i32>(y, load<i32>(x + x2), 8);
    store<i32>(y, load<i32>(x + x3), 12);
  }
}

/** Blocked (…, HW, 4) → plain (…, 4, HW), one chunk per block. 0 x, 1 y, 2 HW */
export function toPlain(chunk: i32): void {
  const n = int(2);
  const bytes = <usize>n << 2;
  let x = ptr(0) + <usize>chunk * (bytes << 2);
  let y = ptr(1) + <usize>chunk * (bytes << 2);
  const y1 = bytes;
  const y2 = bytes * 2;
  const y3 = bytes * 3;
  let i = 0;
  for (; i + 4 <= n; i += 4, x += 64, y += 16) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(y, v128.shuffle<i64>(ab0, cd0, 0, 2));
    v128.store(y + y1, v128.shuffle<i64>(ab0, cd0, 1, 3));
    v128.store(y + y2, v128.shuffle<i64>(ab1, cd1, 0, 2));
    v128.store(y + y3, v128.shuffle<i64>(ab1, cd1, 1, 3));
  }
  for (; i < n; i++, x += 16, y += 4) {
    store<i32>(y, load<i32>(x));
    store<i32>(y + y1, load<i32>(x, 4));
    store<i32>(y + y2, load<i32>(x, 8));
    store<i32>(y + y3, load<i32>(x, 12));
  }
}

/** Four channel values over a blocked plane, one chunk per block. 0 x, 1 y, 2 HW, 3 blocks, 4 byte stride of x per image */
export function broadcastChannels(chunk: i32): void {
  const n = int(2);
  const blocks = int(3);
  const image = chunk / blocks;
  const v = v128.load(ptr(0) + <usize>image * ptr(4) + (<usize>(chunk - image * blocks) << 4));
  let y = ptr(1) + <usize>chunk * (<usize>n << 4);
  for (let i = 0; i < n; i++, y += 16) v128.store(y, v);
}

/**
 * Planes into the middle of zeros. 0 src, 1 dst, 2 H, 3 W, 4 top, 5 left, 6 padded H, 7 padded W, 8 bytes a pixel.
 * One chunk per plane. Rows and columns outside the padded plane are left out.
 */
export function padPlanes(chunk: i32): void {
  const pixel = <usize>int(8);
  const h = int(2);
  const w = int(3);
  const top = int(4);
  const left = int(5);
  const ph = int(6);
  const pw = int(7);
  const src = ptr(0) + <usize>chunk * h * w * pixel;
  let dst = ptr(1) + <usize>chunk * ph * pw * pixel;
  const row = <usize>pw * pixel;
  const from = max(0, -left);
  const lead = <usize>max(0, left) * pixel;
  const body = <usize>max(0, min(w - from, pw - max(0, left))) * pixel;
  const trail = row - min(row, lead + body);
  for (let y = 0; y < ph; y++, dst += row) {
    const sy = y - top;
    if (sy < 0 || sy >= h || body == 0) memory.fill(dst, 0, row);
    else {
      if (lead) memory.fill(dst, 0, lead);
      memory.copy(dst + lead, src + (<usize>sy * w + from) * pixel, body);
      if (trail) memory.fill(dst + lead + body, 0, trail);
    }
  }
}
