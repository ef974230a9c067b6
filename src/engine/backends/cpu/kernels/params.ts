import { Address } from './codes';

/** Integer parameter i of the running task. */
// @ts-ignore: decorator
@inline
export function int(i: i32): i32 {
  return load<i32>(<usize>Address.Params + (i << 2));
}

/** Address parameter i. */
// @ts-ignore: decorator
@inline
export function ptr(i: i32): usize {
  return <usize>load<u32>(<usize>Address.Params + (i << 2));
}

/** Floating-point parameter i. */
// @ts-ignore: decorator
@inline
export function real(i: i32): f32 {
  return load<f32>(<usize>Address.Params + (i << 2));
}

/** Address of parameter i, for lists. */
// @ts-ignore: decorator
@inline
export function list(i: i32): usize {
  return <usize>Address.Params + (i << 2);
}

/** a·b + c, fused where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The scratch memory of a thread. */
// @ts-ignore: decorator
@inline
export function scratch(thread: i32): usize {
  return <usize>load<u32>(<usize>Address.Scratch) + <usize>thread * <usize>load<u32>(<usize>Address.ScratchSize);
}

/** Whether the runtime joins neighbouring vectors to 256 bits, so that the tiles of 16 columns pay. */
// @ts-ignore: decorator
@inline
export function isWide(): bool {
  return load<i32>(<usize>Address.Wide) != 0;
}
