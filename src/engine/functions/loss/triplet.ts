import { expectSameShape, expectType } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { relu } from '../activation/relu.js';
import { asFloat32 } from '../asFloat32.js';
import { batchL2NormSquared } from '../math/batchL2NormSquared.js';
import { reduceLoss } from './reduceLoss.js';

/**
 * Keeps the anchor nearer to the positive than to the negative example: max(|a − p|² − |a − n|² + margin, 0).
 *
 * @param anchor, positive, negative (N, D)
 * @param options.reduce             'mean' (default) or 'no'
 * @see Schroff et al. 2015, FaceNet, arXiv:1503.03832
 */
export function triplet(
  anchor: Operand,
  positive: Operand,
  negative: Operand,
  { margin = 0.2, reduce = 'mean' as 'mean' | 'no' } = {},
): Variable {
  const [a, p, n] = [anchor, positive, negative].map(asFloat32);
  expectSameShape('triplet', { anchor: a, positive: p, negative: n });
  expectType('triplet', a.ndim === 2, 'two axes', { anchor: a });
  const distance = batchL2NormSquared(a.sub(p)).sub(batchL2NormSquared(a.sub(n)));
  return reduceLoss(relu(distance.add(margin)), reduce);
}
