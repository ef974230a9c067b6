import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { relu } from './relu.js';

/**
 * relu(x) and relu(−x) joined along an axis, which doubles.
 *
 * @see Shang et al. 2016, Understanding and improving CNNs via concatenated rectified linear units, arXiv:1603.05201
 */
export function crelu(x: Operand, { axis = 1 } = {}): Variable {
  const v = asVariable(x);
  return relu(concat([v, v.neg()], axis));
}
