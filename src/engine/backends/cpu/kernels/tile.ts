import { madd } from './params';

/**
 * The inner product at the heart of every convolution and matrix product: 6 rows × 8 columns.
 * Row r of step k is the scalar at `r_pointer + table[k]` (byte offsets), so one loop serves every filter, stride and
 * layout; the columns of step k lie at `w + 32k`. Results go to `out` as [row][8].
 * One flat loop: unrolled or nested, V8 spills accumulators. Other signatures or orders of the final stores halve the speed
 * of the whole loop there: time any change.
 */
export function tile6(p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize, table: usize, steps: i32, w: usize, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0);
  let a5 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let b4 = f32x4.splat(0);
  let b5 = f32x4.splat(0);
  const end = table + (<usize>steps << 2);
  while (table < end) {
    const t = <usize>load<u32>(table);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let s = v128.load32_splat(p0 + t);
    a0 = madd(s, w0, a0);
    b0 = madd(s, w1, b0);
    s = v128.load32_splat(p1 + t);
    a1 = madd(s, w0, a1);
    b1 = madd(s, w1, b1);
    s = v128.load32_splat(p2 + t);
    a2 = madd(s, w0, a2);
    b2 = madd(s, w1, b2);
    s = v128.load32_splat(p3 + t);
    a3 = madd(s, w0, a3);
    b3 = madd(s, w1, b3);
    s = v128.load32_splat(p4 + t);
    a4 = madd(s, w0, a4);
    b4 = madd(s, w1, b4);
    s = v128.load32_splat(p5 + t);
    a5 = madd(s, w0, a5);
    b5 = madd(s, w1, b5);
    table += 4;
    w += 32;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
  v128.store(out, a4, 128);
  v128.store(out, b4, 144);
  v128.store(out, a5, 160);
  v128.store(out, b5, 176);
}

/** As tile6, for the last 4 rows or fewer. */
export function tile4(p0: usize, p1: usize, p2: usize, p3: usize, table: usize, steps: i32, w: usize, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const end = table + (<usize>steps << 2);
  while (table < end) {
    const t = <usize>load<u32>(table);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let s = v128.load32_splat(p0 + t);
    a0 = madd(s, w0, a0);
    b0 = madd(s, w1, b0);
    s = v128.load32_splat(p1 + t);
    a1 = madd(s, w0, a1);
    b1 = madd(s, w1, b1);
    s = v128.load32_splat(p2 + t);
    a2 = madd(s, w0, a2);
    b2 = madd(s, w1, b2);
    s = v128.load32_splat(p3 + t);
    a3 = madd(s, w0, a3);
    b3 = madd(s, w1, b3);
    table += 4;
    w += 32;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
}

/**
 * As tile6 for 16 columns: those of the second panel lie `d` bytes behind the first's, their results `e` bytes behind. More
 * accumulators than registers of 128 bits, so only for a runtime that joins neighbouring vectors to 256 bits (`isWide`):
 * there it is nearly twice as fast as tile6. That needs pairs of loads and stores 16 bytes apart.
 */
export function wide6(p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize, table: usize, steps: i32, w: usize, d: usize, out: usize, e: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let a4 = f32x4.splat(0);
  let a5 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let b4 = f32x4.splat(0);
  let b5 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let c3 = f32x4.splat(0);
  let c4 = f32x4.splat(0);
  let c5 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  let d2 = f32x4.splat(0);
  let d3 = f32x4.splat(0);
  let d4 = f32x4.splat(0);
  let d5 = f32x4.splat(0);
  const end = table + (<usize>steps << 2);
  while (table < end) {
    const t = <usize>load<u32>(table);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const w2 = v128.load(w + d);
    const w3 = v128.load(w + d, 16);
    let s = v128.load32_splat(p0 + t);
    a0 = madd(s, w0, a0);
    b0 = madd(s, w1, b0);
    c0 = madd(s, w2, c0);
    d0 = madd(s, w3, d0);
    s = v128.load32_splat(p1 + t);
    a1 = madd(s, w0, a1);
    b1 = madd(s, w1, b1);
    c1 = madd(s, w2, c1);
    d1 = madd(s, w3, d1);
    s = v128.load32_splat(p2 + t);
    a2 = madd(s, w0, a2);
    b2 = madd(s, w1, b2);
    c2 = madd(s, w2, c2);
    d2 = madd(s, w3, d2);
    s = v128.load32_splat(p3 + t);
    a3 = madd(s, w0, a3);
    b3 = madd(s, w1, b3);
    c3 = madd(s, w2, c3);
    d3 = madd(s, w3, d3);
    s = v128.load32_splat(p4 + t);
    a4 = madd(s, w0, a4);
    b4 = madd(s, w1, b4);
    c4 = madd(s, w2, c4);
    d4 = madd(s, w3, d4);
    s = v128.load32_splat(p5 + t);
    a5 = madd(s, w0, a5);
    b5 = madd(s, w1, b5);
    c5 = madd(s, w2, c5);
    d5 = madd(s, w3, d5);
    table += 4;
    w += 32;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
  v128.store(out, a4, 128);
  v128.store(out, b4, 144);
  v128.store(out, a5, 160);
  v128.store(out, b5, 176);
  out += e;
  v128.store(out, c0);
  v128.store(out, d0, 16);
  v128.store(out, c1, 32);
  v128.store(out, d1, 48);
  v128.store(out, c2, 64);
  v128.store(out, d2, 80);
  v128.store(out, c3, 96);
  v128.store(out, d3, 112);
  v128.store(out, c4, 128);
  v128.store(out, d4, 144);
  v128.store(out, c5, 160);
  v128.store(out, d5, 176);
}

/** As wide6, for the last 4 rows or fewer. */
export function wide4(p0: usize, p1: usize, p2: usize, p3: usize, table: usize, steps: i32, w: usize, d: usize, out: usize, e: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let c3 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  let d2 = f32x4.splat(0);
  let d3 = f32x4.splat(0);
  const end = table + (<usize>steps << 2);
  while (table < end) {
    const t = <usize>load<u32>(table);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const w2 = v128.load(w + d);
    const w3 = v128.load(w + d, 16);
    let s = v128.load32_splat(p0 + t);
    a0 = madd(s, w0, a0);
    b0 = madd(s, w1, b0);
    c0 = madd(s, w2, c0);
    d0 = madd(s, w3, d0);
    s = v128.load32_splat(p1 + t);
    a1 = madd(s, w0, a1);
    b1 = madd(s, w1, b1);
    c1 = madd(s, w2, c1);
    d1 = madd(s, w3, d1);
    s = v128.load32_splat(p2 + t);
    a2 = madd(s, w0, a2);
    b2 = madd(s, w1, b2);
    c2 = madd(s, w2, c2);
    d2 = madd(s, w3, d2);
    s = v128.load32_splat(p3 + t);
    a3 = madd(s, w0, a3);
    b3 = madd(s, w1, b3);
    c3 = madd(s, w2, c3);
    d3 = madd(s, w3, d3);
    table += 4;
    w += 32;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out, a1, 32);
  v128.store(out, b1, 48);
  v128.store(out, a2, 64);
  v128.store(out, b2, 80);
  v128.store(out, a3, 96);
  v128.store(out, b3, 112);
  out += e;
  v128.store(out, c0);
  v128.store(out, d0, 16);
  v128.store(out, c1, 32);
  v128.store(out, d1, 48);
  v128.store(out, c2, 64);
  v128.store(out, d2, 80);
  v128.store(out, c3, 96);
  v128.store(out, d3, 112);
}
