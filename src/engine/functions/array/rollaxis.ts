import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { transpose } from './transpose.js';

/** Moves an axis back until it lies before the axis that is now at `start` (0 … ndim). */
export function rollaxis(x: Operand, axis: number, start = 0): Variable {
  const v = asVariable(x);
  const from = normalizeAxis('rollaxis', axis, v.ndim);
  const before = start === v.ndim ? start : normalizeAxis('rollaxis', start, v.ndim);
  const order = v.shape.map((_, i) => i).filter((i) => i !== from);
  order.splice(before > from ? before - 1 : before, 0, from);
  return transpose(v, order);
}
