import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { elu } from './elu.js';

/**
 * scale·elu(x, alpha), which keeps mean 0 and variance 1 through layers of LeCun-normal weights.
 *
 * @see Klambauer et al. 2017, Self-normalizing neural networks, arXiv:1706.02515
 */
export const selu = (x: Operand, { alpha = 1.6732632423543772, scale = 1.0507009873554805 } = {}): Variable =>
  elu(asVariable(x), { alpha }).mul(scale);
