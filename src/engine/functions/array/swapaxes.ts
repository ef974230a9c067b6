import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { transpose } from './transpose.js';

/** Exchanges two axes. */
export function swapaxes(x: Operand, axis1: number, axis2: number): Variable {
  const v = asVariable(x);
  const [a, b] = [axis1, axis2].map((axis) => normalizeAxis('swapaxes', axis, v.ndim));
  return transpose(
    v,
    v.shape.map((_, i) => (i === a ? b : i === b ? a : i)),
  );
}
