/**
 * Winograd's minimal filtering F(4×4, 3×3) after Lavin and Gray (2015), with the points 0, ±1/√2, ±√2, ∞, whose rounding
 * error is about half that of 0, ±1, ±2. With d the 6×6 input, g the filter, m the product and y the 4×4 output, along
 * one axis: v = Bᵀd, u = G g, m = v·u, y = Aᵀm. The adjoint in g uses A, B and Gᵀ.
 *
 * 4×4 filters of stride 2 are built from the same pieces. Downwards, the input's four phases (odd and even rows and columns)
 * are four inputs of a 2×2 filter each: a 3-tap filter whose last tap is 0, for which the plane of ∞ vanishes (5 of 6 an
 * axis). Upwards (the transpose), each phase of the *output* has a 2×2 filter; with a zero tap last (even) or first (odd),
 * all four share one 3×3 input transform, and the plane of ∞ or of 0 vanishes.
 */
import { madd } from './params';

/** What a convolution is: 3×3 of stride 1, 4×4 of stride 2 down, or its transpose up. */
export const SAME: i32 = 0;
export const DOWN: i32 = 1;
export const UP: i32 = 2;

export const R: f32 = 0.70710678118654752;
export const S: f32 = 1.41421356237309505;
/** Bytes between planes beyond their size: strides that are powers of two would put all planes of a tile into one cache set. */
export const GAP: usize = 192;

// @ts-ignore: decorator
@inline
export function times(x: v128, k: f32): v128 {
  return f32x4.mul(x, f32x4.splat(k));
}

// @ts-ignore: decorator
@inline
export function plus(x: v128, k: f32, y: v128): v128 {
  return madd(x, f32x4.splat(k), y);
}
