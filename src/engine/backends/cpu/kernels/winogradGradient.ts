import { int, isWide, ptr, scratch } from './params';
import { tile6, wide6 } from './tile';
import { clear, inputBand, line, SMALL, STRIP } from './winograd';
import { DOWN, GAP, HALF, MINUS_TWO_THIRDS, MINUS_TWO_THIRDS_ROOT_HALF, plus, ROOT_HALF, ROOT_TWO, SAME, SIXTH, SIXTH_ROOT_TWO, times, TWO } from './winogradPoints';

/** m = A y along one axis: four vectors in, six stored `to` bytes apart. */
// @ts-ignore: decorator
@inline
function gradientAxis(six: bool, g0: v128, g1: v128, g2: v128, g3: v128, out: usize, to: usize): void {
  const e = plus(g2, HALF, g0);
  const o = times(plus(g3, HALF, g1), ROOT_HALF);
  const f = plus(g2, TWO, g0);
  const p = times(plus(g3, TWO, g1), ROOT_TWO);
  v128.store(out, g0);
  v128.store(out + to, f32x4.add(e, o));
  v128.store(out + 2 * to, f32x4.sub(e, o));
  v128.store(out + 3 * to, f32x4.add(f, p));
  v128.store(out + 4 * to, f32x4.sub(f, p));
  if (six) v128.store(out + 5 * to, g3);
}

/**
 * Transforms one channel block of a run of tiles of gy in one tile row, from row 4·ty of its plane on; `small` is scratch. The
 * result of plane p goes to `to` + p·plane, that of the next tile 32 bytes on.
 */
// @ts-ignore: decorator
@inline
function gradientRun(six: bool, gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  const row = <usize>ow << 4;
  const left = <usize>tx << 6;
  let p0 = line(gy, row, oh, 4 * ty, zeros) + left;
  let p1 = line(gy, row, oh, 4 * ty + 1, zeros) + left;
  let p2 = line(gy, row, oh, 4 * ty + 2, zeros) + left;
  let p3 = line(gy, row, oh, 4 * ty + 3, zeros) + left;
  const whole = (ow >> 2) - tx;
  for (let k = 0; k < count; k++) {
    if (k < whole) {
      gradientAxis(six, v128.load(p0), v128.load(p1), v128.load(p2), v128.load(p3), small, 16);
      gradientAxis(six, v128.load(p0, 16), v128.load(p1, 16), v128.load(p2, 16), v128.load(p3, 16), small + 96, 16);
      gradientAxis(six, v128.load(p0, 32), v128.load(p1, 32), v128.load(p2, 32), v128.load(p3, 32), small + 192, 16);
      gradientAxis(six, v128.load(p0, 48), v128.load(p1, 48), v128.load(p2, 48), v128.load(p3, 48), small + 288, 16);
    } else {
      const cols = ow - 4 * (tx + k);
      for (let q = 0; q < 4; q++) {
        const at = small + <usize>q * 96;
        const o = <usize>q << 4;
        if (q < cols) gradientAxis(six, v128.load(p0 + o), v128.load(p1 + o), v128.load(p2 + o), v128.load(p3 + o), at, 16);
        else clear(at);
      }
    }
    p0 += 64;
    p1 += 64;
    p2 += 64;
    p3 += 64;
    const next = plane * (six ? 6 : 5);
    let out = to + (<usize>k << 5);
    gradientRow(six, small, out, plane);
    out += next;
    gradientRow(six, small + 16, out, plane);
    out += next;
    gradientRow(six, small + 32, out, plane);
    out += next;
    gradientRow(six, small + 48, out, plane);
    out += next;
    gradientRow(six, small + 64, out, plane);
    if (six) gradientRow(six, small + 80, out + next, plane);
  }
}

// @ts-ignore: decorator
@inline
function gradientRow(six: bool, s: usize, to: usize, plane: usize): void {
  gradientAxis(six, v128.load(s), v128.load(s, 96), v128.load(s, 192), v128.load(s, 288), to, plane);
}

// Functions of their own: see inputRun6.
function gradientRun6(gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  gradientRun(true, gy, oh, ow, ty, tx, count, zeros, small, to, plane);
}

function gradientRun5(gy: usize, oh: i32, ow: i32, ty: i32, tx: i32, count: i32, zeros: usize, small: usize, to: usize, plane: usize): void {
  gradientRun(false, gy, oh, ow, ty, tx, count, zeros, small, to, plane);
}

/** Transforms columns c0 … c1 − 1 of tiles t0 … t1 − 1 of gy; the first column, and tile `first`, lie at the start of m. */
function gradientBand(kind: i32, c0: i32, c1: i32, first: i32, t0: i32, t1: i32, small: usize, m: usize, panel: usize, mPlane: usize): void {
  const columns = int(5);
  const split = int(26);
  const oh = int(8);
  const ow = int(9);
  const across = int(12);
  const down = int(13);
  const yPlane = <usize>(oh * ow) << 4;
  for (let t = t0; t < t1; ) {
    const n = t / (across * down);
    const rest = t - n * across * down;
    const ty = rest / across;
    const tx = rest - ty * across;
    const count = min(across - tx, t1 - t);
    for (let c = c0; c < c1; c += 4) {
      const block = c >> 2;
      const gy = block < split
        ? ptr(1) + <usize>(n * split + block) * yPlane
        : ptr(25) + <usize>(n * ((columns >> 2) - split) + block - split) * yPlane;
      const to = m + <usize>((c - c0) >> 3) * panel + (<usize>(t - first) << 5) + (<usize>(c & 4) << 2);
      if (kind == SAME) gradientRun6(gy, oh, ow, ty, tx, count, ptr(19), small, to, mPlane);
      else gradientRun5(gy, oh, ow, ty, tx, count, ptr(19), small, to, mPlane);
    }
    t += count;
  }
}

/**
 * Sums of products for the gradient in the filters: slice s of the tiles, a range of columns per chunk, to
 * sums[slice][plane][channels/6][columns/8][6][8].
 * 0 x, 1 gy (blocked), 2 sums, 4 channels, 5 columns, 6 H, 7 W, 8 out H, 9 out W, 10 pad top, 11 pad left, 12 tiles across,
 * 13 tiles down, 14 tiles in all, 15 tiles a band, 16 column chunks, 17 columns a chunk (a multiple of 8), 18 tiles a slice,
 * 19 zeros, 20 table 0, 16, 32, …, 21 kind (SAME or DOWN; then channels of the four phases one after another), 22 least value
 * read of x, 23 x from channel block 24 on, 25 gy from channel block 26 on
 */
export function winogradGradient(chunk: i32, thread: i32): void {
  const kind = int(21);
  const six = kind == SAME;
  const planes = six ? 36 : 25;
  const channels = six ? int(4) : 4 * int(4);
  const columns = int(5);
  const columnChunks = int(16);
  const slice = chunk / columnChunks;
  const first = slice * int(18);
  const last = min(int(14), first + int(18));
  const c0 = (chunk - slice * columnChunks) * int(17);
  const c1 = min(columns, c0 + int(17));
  const band = int(15);
  const blocks = channels >> 2;
  const row = <usize>band << 4;
  const vPlane = <usize>blocks * row + GAP;
  // Gradients of a band as [plane][columns/8][tile][8].
  const panel = <usize>band << 5;
  const mPlane = <usize>((c1 - c0 + 7) >> 3) * panel + GAP;
  const wide = isWide();
  const strip = scratch(thread);
  const small = strip + STRIP;
  const v = small + SMALL;
  const m = v + planes * vPlane;
  const rowTiles = (channels + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const sPlane = <usize>(rowTiles * pairs) * 192 + GAP;
  const sums = ptr(2) + <usize>slice * planes * sPlane;
  const table = ptr(20);

  for (let t0 = first; t0 < last; t0 += band) {
    const t1 = min(last, t0 + band);
    inputBand(kind, ptr(23), int(24), int(4), 0, int(4) >> 2, 0, 0, t0, t1, strip, v, vPlane, false, 0, row);
    gradientBand(kind, c0, c1, t0, t0, t1, small, m, panel, mPlane);
    const steps = t1 - t0;
    for (let plane = 0; plane < planes; plane++) {
      const vp = v + <usize>plane * vPlane;
      for (let c = c0; c < c1; ) {
        const mp = m + <usize>plane * mPlane + <usize>((c - c0) >> 3) * panel;
        const both = wide && c + 8 < c1;
        for (let r = 0; r < rowTiles; r++) {
          const k = r * 6;
          const end = channels - 1;
          const p0 = lane(vp, row, k);
          const p1 = lane(vp, row, min(end, k + 1));
          const p2 = lane(vp, row, min(end, k + 2));
          const p3 = lane(vp, row, min(end, k + 3));
          const p4 = lane(vp, row, min(end, k + 4));
          const p5 = lane(vp, row, min(end, k + 5));
          let sum = sums + <usize>plane * sPlane + <usize>(r * pairs + (c >> 3)) * 192;
          const to = t0 == first ? sum : small;
          if (both) wide6(p0, p1, p2, p3, p4, p5, table, steps, mp, panel, to, 192);
          else tile6(p0, p1, p2, p3, p4, p5, table, steps, mp, to);
          if (t0 == first) continue;
          const stop = small + (both ? 384 : 192);
          for (let v = small; v < stop; sum += 16, v += 16) v128.store(sum, f32x4.add(v128.load(sum), v128.load(v)));
        }
        c += both ? 16 : 8;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function lane(v: usize, row: usize, channel: i32): usize {
  return v + <usize>(channel >> 2) * row + (<usize>(channel & 3) << 2);
}

/** g = Gᵀu along one axis: six sums in and three taps out, or five and two. */
// @ts-ignore: decorator
@inline
function filterAxis(six: bool, from: usize, step: usize, out: usize, to: usize): void {
  const u1 = v128.load(from + step);
  const u2 = v128.load(from + 2 * step);
  const u3 = v128.load(from + 3 * step);
  const u4 = v128.load(from + 4 * step);
  const p = times(f32x4.add(u1, u2), MINUS_TWO_THIRDS);
  const d = times(f32x4.sub(u1, u2), MINUS_TWO_THIRDS_ROOT_HALF);
  const q = times(f32x4.add(u3, u4), SIXTH);
  const e = times(f32x4.sub(u3, u4), SIXTH_ROOT_TWO);
  v128.store(out, f32x4.add(v128.load(from), f32x4.add(p, q)));
  v128.store(out + to, f32x4.add(d, e));
  if (six) v128.store(out + 2 * to, f32x4.add(v128.load(from + 5 * step), plus(p, HALF, f32x4.add(q, q))));
}

/** As filterAxis on neighbouring vectors; the taps `step` bytes apart. */
// @ts-ignore: decorator
@inline
function filterRow(six: bool, from: usize, to: usize, step: usize): void {
  const u1 = v128.load(from, 16);
  const u2 = v128.load(from, 32);
  const u3 = v128.load(from, 48);
  const u4 = v128.load(from, 64);
  const p = times(f32x4.add(u1, u2), MINUS_TWO_THIRDS);
  const d = times(f32x4.sub(u1, u2), MINUS_TWO_THIRDS_ROOT_HALF);
  const q = times(f32x4.add(u3, u4), SIXTH);
  const e = times(f32x4.sub(u3, u4), SIXTH_ROOT_TWO);
  v128.store(to, f32x4.add(v128.load(from), f32x4.add(p, q)));
  v128.store(to + step, f32x4.add(d, e));
  if (six) v128.store(to + 2 * step, f32x4.add(v128.load(from, 80), plus(p, HALF, f32x4.add(q, q))));
}

/**
 * All planes of four filters, `plane` bytes apart, to their taps: a vector each, a lane to each filter. The taps of a phase lie two
 * apart in the 4×4.
 */
// @ts-ignore: decorator
@inline
function toTaps(six: bool, phase: i32, at: usize, plane: usize, small: usize, taps: usize): void {
  const side: usize = six ? 6 : 5;
  for (let j: usize = 0; j < side; j++) filterAxis(six, at + j * plane, side * plane, small + (j << 4), 96);
  const to = six ? taps : taps + (<usize>((phase >> 1) * 4 + (phase & 1)) << 4);
  const row: usize = six ? 48 : 128;
  const step: usize = six ? 16 : 32;
  filterRow(six, small, to, step);
  filterRow(six, small + 96, to + row, step);
  if (six) filterRow(six, small + 192, to + 2 * row, step);
}

/** Four neighbouring taps of four filters `size` bytes apart. */
// @ts-ignore: decorator
@inline
function spread(taps: usize, gw: usize, size: usize): void {
  const a = v128.load(taps);
  const b = v128.load(taps, 16);
  const c = v128.load(taps, 32);
  const d = v128.load(taps, 48);
  const p = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const q = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const r = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const s = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(gw, v128.shuffle<i64>(p, r, 0, 2));
  v128.store(gw + size, v128.shuffle<i64>(p, r, 1, 3));
  v128.store(gw + 2 * size, v128.shuffle<i64>(q, s, 0, 2));
  v128.store(gw + 3 * size, v128.shuffle<i64>(q, s, 1, 3));
}

/** All taps of four filters `size` bytes apart. */
// @ts-ignore: decorator
@inline
function spreadTaps(six: bool, taps: usize, gw: usize, size: usize): void {
  spread(taps, gw, size);
  spread(taps + 64, gw + 16, size);
  if (six) {
    const v = v128.load(taps, 128);
    v128.store_lane<f32>(gw + 32, v, 0);
    v128.store_lane<f32>(gw + 32 + size, v, 1);
    v128.store_lane<f32>(gw + 32 + 2 * size, v, 2);
    v128.store_lane<f32>(gw + 32 + 3 * size, v, 3);
    return;
  }
  spread(taps + 128, gw + 32, size);
  spread(taps + 192, gw + 48, size);
}

/**
 * Adds the slices in order and takes the sums back to filters gw (columns, channels, 3, 3) or (columns, channels, 4, 4).
 * 0 sums, 1 gw, 2 channels, 3 columns, 4 slices, 5 kind. One chunk per six channels.
 */
export function winogradFilters(chunk: i32, thread: i32): void {
  if (int(5) == DOWN) filtersAs(DOWN, chunk, thread);
  else filtersAs(SAME, chunk, thread);
}

// @ts-ignore: decorator
@inline
function filtersAs(kind: i32, chunk: i32, thread: i32): void {
  const six = kind == SAME;
  const planes: usize = six ? 36 : 25;
  const phases = six ? 1 : 4;
  const size: usize = six ? 36 : 64;
  const channels = int(2);
  const columns = int(3);
  const slices = int(4);
  const rowTiles = (channels * phases + 5) / 6;
  const pairs = (columns + 7) >> 3;
  const plane = <usize>(rowTiles * pairs) * 192 + GAP;
  const sums = scratch(thread);
  const small = sums + SMALL;
  const taps = small + SMALL;
  const last = min(channels, chunk * 6 + 6);
  for (let channel = chunk * 6; channel < last; channel++) {
    for (let c = 0; c < columns; c += 4) {
      for (let phase = 0; phase < phases; phase++) {
        const k = phase * channels + channel;
        const at = ptr(0) + <usize>(k / 6 * pairs + (c >> 3)) * 192 + (<usize>(k % 6) << 5) + (<usize>(c & 4) << 2);
        for (let p: usize = 0; p < planes; p++) {
          let s = v128.load(at + p * plane);
          for (let i = 1; i < slices; i++) s = f32x4.add(s, v128.load(at + (<usize>i * planes + p) * plane));
          v128.store(sums + (p << 4), s);
        }
        toTaps(six, phase, sums, 16, small, taps);
      }
      spreadTaps(six, taps, ptr(1) + <usize>(c * channels + channel) * size, <usize>channels * size);
    }
  }
}

/**
 * Transforms of all tiles at once, for few tiles and many filters: there the sums of winogradGradient would be larger than what
 * goes into them. First x → V[plane][channels/4][tile][4] (DOWN: the channels of the four phases one after another), then
 * gy → M[plane][columns/8][tile][8].
 * Parameters as winogradGradient, but 2 V, 3 M, 15 channel blocks of x a chunk, 16 chunks for x, 17 columns a chunk (a multiple of 8).
 */
export function winogradOperands(chunk: i32, thread: i32): void {
  const kind = int(21);
  const tiles = int(14);
  const strip = scratch(thread);
  const channels = int(4);
  const columns = int(5);
  const ofX = int(16);
  if (chunk < ofX) {
    const row = <usize>tiles << 4;
    const depth = kind == DOWN ? 4 * channels : channels;
    const vPlane = <usize>(depth >> 2) * row + GAP;
    const b0 = chunk * int(15);
    inputBand(kind, ptr(23), int(24), channels, b0, min(channels >> 2, b0 + int(15)), 0, 0, 0, tiles, strip, ptr(2), vPlane, false, 0, row);
    return;
  }
  const c0 = (chunk - ofX) * int(17);
  const panel = <usize>tiles << 5;
  gradientBand(kind, c0, min(columns, c0 + int(17)), 0, 0, tiles, strip + STRIP, ptr(3) + <usize>(c0 >> 3) * panel, panel, <usize>((columns + 7) >> 3) * panel + GAP);
}

/** Tiles summed in one chain. */
const CHAIN: i32 = 512;

/**
 * The filters' gradient from winogradOperands: for six channels at a time the products of all planes, and at once back to filters.
 * 1 gw (columns, channels, 3, 3) or (columns, channels, 4, 4), 2 V, 3 M, 4 channels, 5 columns, 14 tiles, 15 row tiles (of six
 * channels) a chunk, 16 column chunks, 17 columns a chunk (a multiple of 16), 20 table 0, 16, 32, …, 21 kind
 */
export function winogradProducts(chunk: i32, thread: i32): void {
  const kind = int(21);
  const six = kind == SAME;
  const planes = six ? 36 : 25;
  const phases = six ? 1 : 4;
  const channels = int(4);
  const columns = int(5);
  const tiles = int(14);
  const rowChunk = chunk / int(16);
  const r0 = rowChunk * int(15);
  const r1 = min((channels + 5) / 6, r0 + int(15));
  const c0 = (chunk - rowChunk * int(16)) * int(17);
  const c1 = min(columns, c0 + int(17));
  const row = <usize>tiles << 4;
  const vPlane = <usize>((channels >> 2) * phases) * row + GAP;
  const panel = <usize>tiles << 5;
  const mPlane = <usize>((columns + 7) >> 3) * panel + GAP;
  const wide = isWide();
  const small = scratch(thread);
  const spare = small + SMALL;
  // Products of six channels as [phase][plane][8 or 16 columns][6][8].
  const products = spare + SMALL;
  const table = ptr(20);
  const blocks = channels >> 2;
  const end = channels - 1;
  for (let c = c0; c < c1; ) {
    const both = wide && c + 8 < c1;
    const size: usize = both ? 384 : 192;
    const halves = min(both ? 16 : 8, c1 - c);
    for (let r = r0; r < r1; r++) {
      const k = r * 6;
      const v0 = lane(ptr(2), row, k);
      const v1 = lane(ptr(2), row, min(end, k + 1));
      const v2 = lane(ptr(2), row, min(end, k + 2));
      const v3 = lane(ptr(2), row, min(end, k + 3));
      const v4 = lane(ptr(2), row, min(end, k + 4));
      const v5 = lane(ptr(2), row, min(end, k + 5));
      for (let k0 = 0; k0 < tiles; k0 += CHAIN) {
        const steps = min(CHAIN, tiles - k0);
        let sum = products;
        for (let phase = 0; phase < phases; phase++) {
          let mp = ptr(3) + <usize>(c >> 3) * panel + (<usize>k0 << 5);
          let vp = <usize>(phase * blocks) * row + (<usize>k0 << 4);
          for (let plane = 0; plane < planes; plane++, sum += size, mp += mPlane, vp += vPlane) {
            const to = k0 == 0 ? sum : spare;
            if (both) wide6(v0 + vp, v1 + vp, v2 + vp, v3 + vp, v4 + vp, v5 + vp, table, steps, mp, panel, to, 192);
            else tile6(v0 + vp, v1 + vp, v2 + vp, v3 + vp, v4 + vp, v5 + vp, table, steps, mp, to);
            if (k0) for (let i: usize = 0; i < size; i += 16) v128.store(sum + i, f32x4.add(v128.load(sum + i), v128.load(spare + i)));
          }
        }
      }
      const rows = min(6, channels - k);
      for (let half = 0; half < halves; half += 4) {
        const at = products + <usize>(half >> 3) * 192 + (<usize>(half & 4) << 2);
        if (six) filtersOf(true, at, size, rows, c + half, channels, k, small);
        else filtersOf(false, at, size, rows, c + half, channels, k, small);
      }
    }
    c += both ? 16 : 8;
  }
}

/** Products of `rows` channels from c0 on, planes `plane` bytes apart and phases after one another, to the filters of four columns. */
// @ts-ignore: decorator
@inline
function filtersOf(six: bool, at: usize, plane: usize, rows: i32, column: i32, channels: i32, c0: i32, small: usize): void {
  const size: usize = six ? 36 : 64;
  const taps = small + 512;
  let gw = ptr(1) + <usize>(column * channels + c0) * size;
  for (let r = 0; r < rows; r++, at += 32, gw += size) {
    if (six) toTaps(true, 0, at, plane, small, taps);
    else for (let phase = 0; phase < 4; phase++) toTaps(false, phase, at + <usize>phase * 25 * plane, plane, small, taps);
    spreadTaps(six, taps, gw, <usize>channels * size);
  }
}
