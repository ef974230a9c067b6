import { expectSameShape, expectType } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { clip } from '../math/clip.js';
import { sum } from '../math/sum.js';

/**
 * Huber's loss: ½a² where a = |x − t| ≤ delta, else delta·(a − delta/2).
 *
 * @param delta          where it turns from quadratic to linear
 * @param options.reduce 'sumAlongSecondAxis' (default), or 'no'
 */
export function huberLoss(
  x: Operand,
  t: Operand,
  delta: number,
  { reduce = 'sumAlongSecondAxis' as 'sumAlongSecondAxis' | 'no' } = {},
): Variable {
  const [v, target] = [asFloat32(x), asFloat32(t)];
  expectSameShape('huberLoss', { x: v, t: target });
  const difference = v.sub(target);
  const inner = clip(difference, -delta, delta);
  // With c the clipped difference d, both branches are c·(d − c/2).
  const loss = inner.mul(difference.sub(inner.mul(0.5)));
  if (reduce === 'no') return loss;
  expectType('huberLoss', v.ndim >= 2, 'two axes or more for reduce = sumAlongSecondAxis', { x: v, t: target });
  return sum(loss, { axis: 1 });
}
