import type { Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';

/** x with at least one axis. */
export const atLeast1d = (x: Variable): Variable => (x.ndim === 0 ? reshape(x, [1]) : x);

/** x with at least two axes; one axis becomes a row. */
export const atLeast2d = (x: Variable): Variable => (x.ndim < 2 ? reshape(x, [1, x.size]) : x);

/** x with at least three axes, as NumPy has it: (N) → (1, N, 1), (M, N) → (M, N, 1). */
export const atLeast3d = (x: Variable): Variable =>
  x.ndim < 2 ? reshape(x, [1, x.size, 1]) : x.ndim === 2 ? reshape(x, [...x.shape, 1]) : x;
