import { normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';

/** A new axis of length 1 at a position of the result. */
export function expandDims(x: Operand, axis: number): Variable {
  const v = asVariable(x);
  const at = normalizeAxis('expandDims', axis, v.ndim + 1);
  return reshape(v, [...v.shape.slice(0, at), 1, ...v.shape.slice(at)]);
}
