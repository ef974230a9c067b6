import { expectType, normalizeAxes } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { cast } from '../array/cast.js';
import { type ReductionOptions, sum } from './sum.js';

/** Mean over axes (default: all): Σx / n. */
export function mean(x: Operand, options: ReductionOptions = {}): Variable {
  const v = asVariable(x);
  if (v.dtype === 'float16') return cast(mean(cast(v, 'float32'), options), v.dtype); // the sum may be too large
  expectType('mean', v.dtype !== 'int32', 'float32 x', { x: v }); // a mean of whole numbers is none
  const n = normalizeAxes('mean', options.axis ?? null, v.ndim).reduce((size, axis) => size * v.shape[axis], 1);
  return sum(v, options).mul(1 / n);
}

/**
 * Mean over axes, weighted: Σwx / Σw.
 *
 * @param options.weights broadcast to x's shape; null: all 1
 */
export function average(
  x: Operand,
  { weights = null, ...options }: ReductionOptions & { weights?: Operand | null } = {},
): Variable {
  if (weights === null) return mean(x, options);
  const v = asVariable(x);
  const w = broadcastTo(weights, v.shape);
  return sum(v.mul(w), options).div(sum(w, options));
}
