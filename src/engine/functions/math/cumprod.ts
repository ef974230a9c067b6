import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { reshape } from '../array/reshape.js';
import { slice } from '../array/slice.js';

/** Running product along an axis; null: over the flattened x. Right at zeros, in log₂(length) steps of doubling. */
export function cumprod(x: Operand, axis: number | null = null): Variable {
  const v = axis === null ? reshape(x, [-1]) : asVariable(x);
  const along = normalizeAxis('cumprod', axis ?? 0, v.ndim);
  const length = v.shape[along];
  let y = v;
  for (let shift = 1; shift < length; shift *= 2) {
    const late = slice(y, along, shift, length - shift).mul(slice(y, along, 0, length - shift));
    y = concat([slice(y, along, 0, shift), late], along);
  }
  return y;
}
