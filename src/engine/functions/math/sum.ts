import { normalizeAxes, reducedShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { sumTo } from './sumTo.js';

export interface ReductionOptions {
  /** Axes to reduce; null: all. */
  axis?: number | readonly number[] | null;
  /** Keep reduced axes with length 1. */
  keepdims?: boolean;
}

/** Sum over axes (default: all). */
export function sum(x: Operand, { axis = null, keepdims = false }: ReductionOptions = {}): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes('sum', axis, v.ndim);
  return reshape(sumTo(v, reducedShape(v.shape, axes, true)), reducedShape(v.shape, axes, keepdims));
}
