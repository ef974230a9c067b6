import { expectType, sameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { softplus } from '../activation/softplus.js';
import { cast } from '../array/cast.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { notEqual } from '../math/comparison.js';
import { maximum } from '../math/elementwiseExtremum.js';
import { sum } from '../math/sum.js';

/**
 * Cross-entropy of sigmoid(x) against 0 and 1: −t·log σ(x) − (1 − t)·log(1 − σ(x)).
 *
 * @param x                 logits, any shape
 * @param t                 int32 of x's shape: 0, 1, or −1 where the element counts for nothing
 * @param options.normalize divide by the number of valid elements (default); off: by the batch size
 * @param options.reduce    'mean', or 'no': the shape of x, 0 at ignored elements
 */
export function sigmoidCrossEntropy(
  x: Operand,
  t: Operand,
  { normalize = true, reduce = 'mean' as 'mean' | 'no' } = {},
): Variable {
  const [v, target] = [asFloat32(x), asLabels(t)];
  const fits = target.dtype === 'int32' && sameShape(v.shape, target.shape);
  expectType('sigmoidCrossEntropy', fits, "int32 t of x's shape", { x: v, t: target });
  const valid = notEqual(target, -1);
  const loss = softplus(v)
    .sub(v.mul(cast(target, 'float32')))
    .mul(valid);
  if (reduce === 'no') return loss;
  return normalize ? sum(loss).div(maximum(sum(valid), 1)) : sum(loss).mul(1 / Math.max(v.shape[0] ?? 1, 1));
}
