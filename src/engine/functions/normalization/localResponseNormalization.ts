import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { pad } from '../array/pad.js';
import { slice } from '../array/slice.js';
import { square } from '../math/square.js';

/**
 * Divides by the activity of neighbouring channels: x / (k + alpha·Σ x²)^beta over n channels around each. Alpha is not
 * divided by n (PyTorch's is: there alpha = n times this one).
 *
 * @param x (N, C, …)
 * @see Krizhevsky et al. 2012, ImageNet classification with deep convolutional neural networks
 */
export function localResponseNormalization(x: Operand, { n = 5, k = 2, alpha = 1e-4, beta = 0.75 } = {}): Variable {
  const v = asVariable(x);
  expectType('localResponseNormalization', v.ndim >= 2, 'x (N, C, …)', { x: v });
  const half = Math.floor(n / 2);
  const squares = pad(
    square(v),
    v.shape.map((_, i) => (i === 1 ? [half, half] : [0, 0])),
  );
  let activity = slice(squares, 1, 0, v.shape[1]);
  for (let i = 1; i < 2 * half + 1; i++) activity = activity.add(slice(squares, 1, i, v.shape[1]));
  return v.mul(activity.mul(alpha).add(k).pow(-beta));
}
