import { expectType, sameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asLabels } from '../asLabels.js';
import { TakeGrad } from './take.js';

/**
 * x with rows of b added to it: y = x, then y[indices[i]] += b[i] (repeated indices add up). x itself is unchanged.
 *
 * @param x       (N, …)
 * @param indices int32, any shape, 0 ≤ index < N
 * @param b       the shape of the indices followed by x's axes from axis 1 on
 */
export function scatterAdd(x: Operand, indices: Operand, b: Operand): Variable {
  const [v, at, added] = [asVariable(x), asLabels(indices), asVariable(b)];
  const fits = v.ndim >= 1 && at.dtype === 'int32' && sameShape(added.shape, [...at.shape, ...v.shape.slice(1)]);
  expectType('scatterAdd', fits, "int32 indices and b of their shape followed by x's from axis 1 on", {
    x: v,
    indices: at,
    b: added,
  });
  return v.add(scatter(added, at, v.shape));
}

/** Zeros of a shape with rows added at the indices. */
function scatter(rows: Variable, at: Variable, shape: readonly number[]): Variable {
  return new TakeGrad(shape, 0).apply([rows, at])[0];
}
