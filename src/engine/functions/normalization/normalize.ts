import { normalizeAxes } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { where } from '../array/where.js';
import { greater } from '../math/comparison.js';
import { sqrt } from '../math/sqrt.js';
import { square } from '../math/square.js';
import { sum } from '../math/sum.js';

/**
 * Divides by the L2 norm over axes: x / (|x| + eps). (PyTorch divides by max(|x|, eps).) The gradient of a zero norm
 * counts as 0.
 *
 * @param options.axis one axis or several, default 1
 */
export function normalize(x: Operand, { eps = 1e-5, axis = 1 as number | readonly number[] } = {}): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes('normalize', axis, v.ndim);
  const squared = sum(square(v), { axis: axes, keepdims: true });
  const positive = greater(squared, 0);
  const norm = sqrt(where(positive, squared, 1)).mul(positive);
  return v.div(norm.add(eps));
}
