import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { splitAxis } from './splitAxis.js';
import { squeeze } from './squeeze.js';

/** The arrays that lie along an axis, which is dropped: the inverse of `stack`. */
export function separate(x: Operand, axis = 0): Variable[] {
  const v = asVariable(x);
  const along = normalizeAxis('separate', axis, v.ndim);
  return v.shape[along] === 0 ? [] : splitAxis(v, v.shape[along], along).map((part) => squeeze(part, along));
}
