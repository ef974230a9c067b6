import { normalizeAxes } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { getItem } from './getItem.js';

/** Reverses the order along axes. */
export function flip(x: Operand, axis: number | readonly number[]): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes('flip', axis, v.ndim);
  return getItem(
    v,
    v.shape.map((_, i) => (axes.includes(i) ? { step: -1 } : {})),
  );
}
