import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { alignFrom } from '../array/alignFrom.js';
import { sigmoid } from './sigmoid.js';

/**
 * x·σ(beta·x).
 *
 * @param beta a number, or an array whose axes are those of x from axis 1 on
 * @see Ramachandran et al. 2017, Searching for activation functions, arXiv:1710.05941
 */
export function swish(x: Operand, beta: Operand = 1): Variable {
  const v = asVariable(x);
  if (typeof beta === 'number') return v.mul(sigmoid(v.mul(beta)));
  const vb = asVariable(beta);
  const fits = vb.shape.every((d, i) => d === v.shape[1 + i]);
  expectType('swish', fits, "beta with x's axes from axis 1 on", { x: v, beta: vb });
  return v.mul(sigmoid(v.mul(alignFrom(vb, v.ndim, 1))));
}
