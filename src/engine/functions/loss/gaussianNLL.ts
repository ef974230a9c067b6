import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { exp } from '../math/exp.js';
import { square } from '../math/square.js';
import { type Reduce, reduceLoss } from './reduceLoss.js';

/**
 * Negative log-likelihood of x under N(mean, e^lnVar): (log 2π + lnVar + (x − mean)²·e^(−lnVar))/2.
 *
 * @param options.reduce 'sum' (default), 'mean' or 'no'
 */
export function gaussianNLL(x: Operand, mean: Operand, lnVar: Operand, { reduce = 'sum' as Reduce } = {}): Variable {
  const [v, m, l] = [x, mean, lnVar].map(asFloat32);
  expectSameShape('gaussianNLL', { x: v, mean: m, lnVar: l });
  const loss = l
    .add(square(v.sub(m)).mul(exp(l.neg())))
    .add(Math.log(2 * Math.PI))
    .mul(0.5);
  return reduceLoss(loss, reduce);
}
