import { TypeCheckError } from '../../core/errors.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { expandDims } from '../array/expandDims.js';
import { take } from '../array/take.js';
import { asLabels } from '../asLabels.js';
import { notEqual } from '../math/comparison.js';

/**
 * Looks vectors up: y[i, …] = w[x[i, …]].
 *
 * @param x int32 identifiers, any shape
 * @param w (number of identifiers, size)
 * @param options.ignoreLabel this identifier gives zeros and no gradient; null: none does
 */
export function embedId(x: Operand, w: Operand, { ignoreLabel = null as number | null } = {}): Variable {
  const [ids, vw] = [asLabels(x), asVariable(w)];
  expectType('embedId', vw.ndim === 2, 'w (identifiers, size)', { x: ids, w: vw });
  if (ids.dtype !== 'int32') throw new TypeCheckError(`embedId: expected int32 identifiers, but x is ${ids.dtype}`);
  if (ignoreLabel === null) return take(vw, ids);
  const valid = notEqual(ids, ignoreLabel);
  const zero = Tensor.zeros([], 'int32', ids.data.backend);
  const inRange = new Variable(valid.data.where(ids.data, zero), { requiresGrad: false });
  return take(vw, inRange).mul(expandDims(valid, -1));
}
