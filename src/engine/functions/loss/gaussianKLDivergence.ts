import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { exp } from '../math/exp.js';
import { type Reduce, reduceLoss } from './reduceLoss.js';

/**
 * Kullback–Leibler divergence of N(mean, e^lnVar) from N(0, 1): (mean² + e^lnVar − lnVar − 1)/2.
 *
 * @param options.reduce 'sum' (default), 'mean' or 'no'
 * @see Kingma and Welling 2014, arXiv:1312.6114
 */
export function gaussianKLDivergence(mean: Operand, lnVar: Operand, { reduce = 'sum' as Reduce } = {}): Variable {
  const [m, l] = [asFloat32(mean), asFloat32(lnVar)];
  expectSameShape('gaussianKLDivergence', { mean: m, lnVar: l });
  return reduceLoss(m.mul(m).add(exp(l)).sub(l).sub(1).mul(0.5), reduce);
}
