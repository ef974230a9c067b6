import { Chunk } from './codes';
import { int, ptr } from './params';

/** Philox 4×32-10 (Salmon et al. 2011). 0 y, 1 n, 2 seed, 3 stream */
export function random(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(1), start + <i32>Chunk.Flat);
  const y = ptr(0);
  for (let i = start; i < end; i += 4) {
    let c0 = <u32>i >> 2;
    let c1 = <u32>int(3);
    let c2: u32 = 0;
    let c3: u32 = 0;
    let k0 = <u32>int(2);
    let k1: u32 = 0;
    for (let round = 0; round < 10; round++) {
      const p0 = <u64>0xd2511f53 * <u64>c0;
      const p1 = <u64>0xcd9e8d57 * <u64>c2;
      c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
      c1 = <u32>p1;
      c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
      c3 = <u32>p0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    const at = y + (<usize>i << 2);
    const scale: f32 = 5.9604644775390625e-8;
    store<f32>(at, <f32>(c0 >> 8) * scale);
    if (i + 1 < end) store<f32>(at, <f32>(c1 >> 8) * scale, 4);
    if (i + 2 < end) store<f32>(at, <f32>(c2 >> 8) * scale, 8);
    if (i + 3 < end) store<f32>(at, <f32>(c3 >> 8) * scale, 12);
  }
}
