import type { Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';

/** x with axes of length 1 around its own, so that they lie from `axis` on among `ndim`, ready to broadcast. */
export function alignFrom(x: Variable, ndim: number, axis: number): Variable {
  const after = ndim - axis - x.ndim;
  return reshape(x, [...new Array<number>(axis).fill(1), ...x.shape, ...new Array<number>(after).fill(1)]);
}
