import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { equal, greaterEqual, notEqual } from '../math/comparison.js';
import { maximum } from '../math/elementwiseExtremum.js';
import { sum } from '../math/sum.js';

/**
 * Share of labels that logits hit, outside the graph: y ≥ 0 says 1.
 *
 * @param y logits, any shape
 * @param t int32 of y's shape: 0, 1, or −1 where the element does not count
 */
export function binaryAccuracy(y: Operand, t: Operand): Variable {
  const [v, target] = [asFloat32(y), asLabels(t)];
  expectSameShape('binaryAccuracy', { y: v, t: target });
  const valid = notEqual(target, -1);
  const hits = equal(greaterEqual(v, 0), cast(target, 'float32')).mul(valid);
  return sum(hits).div(maximum(sum(valid), 1));
}
