import { expectType, sameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { argmax } from '../math/argExtremum.js';
import { mean } from '../math/average.js';
import { equal, notEqual } from '../math/comparison.js';
import { maximum } from '../math/elementwiseExtremum.js';
import { sum } from '../math/sum.js';

/**
 * Share of labels that the highest score hits, outside the graph.
 *
 * @param y                   (N, C, …) scores
 * @param t                   int32 labels (N, …)
 * @param options.ignoreLabel elements with this label do not count; null: all count
 */
export function accuracy(y: Operand, t: Operand, { ignoreLabel = null as number | null } = {}): Variable {
  const [v, target] = [asFloat32(y), asLabels(t)];
  const fits = v.ndim >= 2 && sameShape(target.shape, [v.shape[0], ...v.shape.slice(2)]);
  expectType('accuracy', fits, 'y (N, C, …) and t (N, …)', { y: v, t: target });
  const hits = equal(argmax(v, 1), target);
  if (ignoreLabel === null) return mean(hits);
  const valid = notEqual(target, ignoreLabel);
  return sum(hits.mul(valid)).div(maximum(sum(valid), 1));
}
