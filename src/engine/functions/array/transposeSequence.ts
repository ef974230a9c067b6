import { TypeCheckError } from '../../core/errors.js';
import { formatShape, sameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { getItem } from './getItem.js';
import { stack } from './stack.js';

/**
 * A list of sequences as a list of time steps: step t holds element t of every sequence that is that long. Twice gives
 * the list back.
 *
 * @param xs (Tᵢ, …) in descending order of length
 * @returns  (Bₜ, …) for each t, Bₜ the number of sequences longer than t
 */
export function transposeSequence(xs: readonly Operand[]): Variable[] {
  const vs = xs.map(asVariable);
  const lengths = vs.map((v) => v.shape[0] ?? 0);
  const sorted = lengths.every((t, i) => i === 0 || t <= lengths[i - 1]);
  if (!sorted || vs.some((v) => v.ndim < 1 || !sameShape(v.shape.slice(1), vs[0].shape.slice(1))))
    throw new TypeCheckError(
      `transposeSequence: expected sequences in descending order of length that agree but for axis 0, but they are ${vs.map((v) => formatShape(v.shape)).join(', ')}`,
    );
  return Array.from({ length: lengths[0] ?? 0 }, (_, t) =>
    stack(vs.filter((v) => v.shape[0] > t).map((v) => getItem(v, [t]))),
  );
}
