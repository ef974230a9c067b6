import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { softplus } from '../activation/softplus.js';
import { asFloat32 } from '../asFloat32.js';
import { type Reduce, reduceLoss } from './reduceLoss.js';

/**
 * Negative log-likelihood of x under Bernoulli distributions: softplus(y) − x·y.
 *
 * @param x              0 … 1, any shape
 * @param y              logits (not probabilities), the shape of x
 * @param options.reduce 'sum' (default), 'mean' or 'no'
 */
export function bernoulliNLL(x: Operand, y: Operand, { reduce = 'sum' as Reduce } = {}): Variable {
  const [v, logits] = [asFloat32(x), asFloat32(y)];
  expectSameShape('bernoulliNLL', { x: v, y: logits });
  return reduceLoss(softplus(logits).sub(v.mul(logits)), reduce);
}
