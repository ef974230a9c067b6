import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { relu } from '../activation/relu.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { square } from '../math/square.js';
import { sum } from '../math/sum.js';

/**
 * One-against-all hinge loss: Σ over classes of max(0, 1 − s·x) with s = 1 at the label and −1 elsewhere; its square with
 * norm 'L2'.
 *
 * @param x              (N, C) scores
 * @param t              int32 labels (N)
 * @param options.reduce 'mean' (default: over the batch) or 'no' (N, C)
 */
export function hinge(
  x: Operand,
  t: Operand,
  { norm = 'L1' as 'L1' | 'L2', reduce = 'mean' as 'mean' | 'no' } = {},
): Variable {
  const [v, target] = [asFloat32(x), asLabels(t)];
  const fits = v.ndim === 2 && target.ndim === 1 && target.shape[0] === v.shape[0] && target.dtype === 'int32';
  expectType('hinge', fits, 'x (N, C) and int32 t (N)', { x: v, t: target });
  const oneHot = new Tensor(v.data.backend, v.data.backend.oneHot(target.data.array, v.shape[1]));
  const signs = new Variable(oneHot.unary('affine', -2, 1), { requiresGrad: false });
  const short = relu(v.mul(signs).add(1));
  const loss = norm === 'L1' ? short : square(short);
  return reduce === 'no' ? loss : sum(loss).mul(1 / Math.max(v.shape[0], 1));
}
