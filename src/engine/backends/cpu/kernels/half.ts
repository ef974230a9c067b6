import { Chunk } from './codes';
import { int, ptr } from './params';

/** Half precision to float32, four at a time. Memory is padded to whole vectors. 0 x, 1 y, 2 n */
export function widenHalf(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(2), start + <i32>Chunk.Flat);
  const x = ptr(0);
  const y = ptr(1);
  const special = i32x4.splat(0x7bff);
  for (let i = start; i < end; i += 4) {
    const h = v128.load_ext<u16>(x + (<usize>i << 1));
    const size = v128.and(h, i32x4.splat(0x7fff));
    // The exponent's bias goes from 15 to 127 by a product, which makes subnormal numbers normal.
    const scaled = f32x4.mul(i32x4.shl(size, 13), f32x4.splat(reinterpret<f32>(0x77800000)));
    const endless = v128.and(i32x4.gt_s(size, special), i32x4.splat(0x7f800000));
    const sign = i32x4.shl(v128.and(h, i32x4.splat(0x8000)), 16);
    v128.store(y + (<usize>i << 2), v128.or(v128.or(scaled, endless), sign));
  }
}

/** Float32 to half precision, to nearest with ties to even; what is too large becomes infinite. 0 x, 1 y, 2 n */
export function narrowHalf(chunk: i32): void {
  const start = chunk * Chunk.Flat;
  const end = min(int(2), start + <i32>Chunk.Flat);
  const x = ptr(0);
  const y = ptr(1);
  for (let i = start; i < end; i += 4) {
    const bits = v128.load(x + (<usize>i << 2));
    const size = v128.and(bits, i32x4.splat(0x7fffffff));
    const odd = v128.and(i32x4.shr_u(size, 13), i32x4.splat(1));
    const normal = i32x4.shr_u(i32x4.add(i32x4.add(size, i32x4.splat(<i32>0xc8000fff)), odd), 13);
    // Beside ½ the last bit of a float32 is that of a subnormal half.
    const small = i32x4.sub(f32x4.add(size, f32x4.splat(0.5)), i32x4.splat(0x3f000000));
    const endless = v128.bitselect(
      i32x4.splat(0x7e00),
      i32x4.splat(0x7c00),
      i32x4.gt_s(size, i32x4.splat(0x7f800000)),
    );
    let h = v128.bitselect(small, normal, i32x4.lt_s(size, i32x4.splat(0x38800000)));
    h = v128.bitselect(endless, h, i32x4.ge_s(size, i32x4.splat(0x47800000)));
    h = v128.or(h, i32x4.shl(i32x4.shr_u(bits, 31), 15));
    v128.store_lane<u64>(y + (<usize>i << 1), i16x8.narrow_i32x4_u(h, h), 0);
  }
}
