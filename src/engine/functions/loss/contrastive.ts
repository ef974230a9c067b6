import { expectType, sameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { relu } from '../activation/relu.js';
import { cast } from '../array/cast.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { batchL2NormSquared } from '../math/batchL2NormSquared.js';
import { sqrt } from '../math/sqrt.js';
import { square } from '../math/square.js';
import { reduceLoss } from './reduceLoss.js';

/**
 * Pulls pairs of one class together and pushes others apart, up to a margin: (y·d² + (1 − y)·max(margin − d, 0)²)/2 with
 * the L2 distance d.
 *
 * @param x0, x1         (N, D)
 * @param y              int32 (N): 1 where the pair belongs together, else 0
 * @param options.reduce 'mean' (default) or 'no'
 * @see Hadsell et al. 2006, Dimensionality reduction by learning an invariant mapping
 */
export function contrastive(
  x0: Operand,
  x1: Operand,
  y: Operand,
  { margin = 1, reduce = 'mean' as 'mean' | 'no' } = {},
): Variable {
  const [a, b, label] = [asFloat32(x0), asFloat32(x1), asLabels(y)];
  const fits = a.ndim === 2 && sameShape(a.shape, b.shape) && sameShape(label.shape, [a.shape[0]]);
  expectType('contrastive', fits, 'x0 and x1 (N, D) and y (N)', { x0: a, x1: b, y: label });
  const squared = batchL2NormSquared(a.sub(b));
  const same = cast(label, 'float32');
  // The square root has no gradient at 0; a pair in one place counts as a tiny distance apart.
  const short = square(relu(sqrt(squared.add(1e-12)).neg().add(margin)));
  const loss = same.mul(squared).add(same.neg().add(1).mul(short)).mul(0.5);
  return reduceLoss(loss, reduce);
}
