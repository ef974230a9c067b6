import { TypeCheckError } from '../../core/errors.js';
import { expectType, normalizeAxis } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { take } from './take.js';

/**
 * Puts the rows of x in another order: y[i] = x[indices[i]].
 *
 * @param indices     a permutation of 0 … length − 1, on the host, so that it can be checked
 * @param options.inv the inverse: y[indices[i]] = x[i]
 */
export function permutate(x: Operand, indices: ArrayLike<number>, { axis = 0, inv = false } = {}): Variable {
  const v = asVariable(x);
  const along = normalizeAxis('permutate', axis, v.ndim);
  const list = Array.from(indices);
  expectType('permutate', list.length === v.shape[along], `an index for each of axis ${along}`, {
    x: v,
    indices: { shape: [list.length] },
  });
  const inverse = new Int32Array(list.length).fill(-1);
  for (const [i, index] of list.entries()) inverse[index] = i;
  if (inverse.length !== list.length || inverse.includes(-1))
    throw new TypeCheckError(`permutate: the indices are not a permutation of 0 … ${list.length - 1}`);
  return take(v, Tensor.from(inv ? inverse : Int32Array.from(list), [list.length], v.data.backend), along);
}
