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

/**
 * The factors of the transforms, read from memory in one instruction: V8 makes a vector of a literal anew at each use, by two moves and
 * a shuffle (with 256 bits a fifth of the time of a transform).
 */
const FACTORS = memory.data<f32>([0.5, -0.5, 2, -2, -2.5, 0.70710678118654752, 1.41421356237309505, -0.66666666666666667, 0.16666666666666667, -0.4714045226573944, 0.2357022613286972]);
/** Where they lie. */
export const HALF: usize = FACTORS;
export const MINUS_HALF: usize = FACTORS + 4;
export const TWO: usize = FACTORS + 8;
export const MINUS_TWO: usize = FACTORS + 12;
export const MINUS_TWO_AND_HALF: usize = FACTORS + 16;
export const ROOT_HALF: usize = FACTORS + 20;
export const ROOT_TWO: usize = FACTORS + 24;
export const MINUS_TWO_THIRDS: usize = FACTORS + 28;
export const SIXTH: usize = FACTORS + 32;
export const MINUS_TWO_THIRDS_ROOT_HALF: usize = FACTORS + 36;
export const SIXTH_ROOT_TWO: usize = FACTORS + 40;
/** Bytes between planes beyond their size: strides that are powers of two would put all planes of a tile into one cache set. */
export const GAP: usize = 192;

/** x times the factor at k. */
// @ts-ignore: decorator
@inline
export function times(x: v128, k: usize): v128 {
  return f32x4.mul(x, v128.load32_splat(k));
}

/** x times the factor at k, plus y. */
// @ts-ignore: decorator
@inline
export function plus(x: v128, k: usize, y: v128): v128 {
  return madd(x, v128.load32_splat(k), y);
}
