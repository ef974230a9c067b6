import { TypeCheckError } from '../../core/errors.js';
import { formatShape, sameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { pad } from './pad.js';
import { stack } from './stack.js';

/**
 * Sequences of several lengths as one array: each is filled up at its end, then they are stacked.
 *
 * @param xs             (Tᵢ, …), equal but for axis 0
 * @param options.length length of the result; null: that of the longest
 * @returns              (B, length, …)
 */
export function padSequence(xs: readonly Operand[], { length = null as number | null, padding = 0 } = {}): Variable {
  const vs = xs.map(asVariable);
  if (vs.length === 0) throw new TypeCheckError('padSequence: expected at least one sequence, but none came');
  const longest = Math.max(...vs.map((v) => v.shape[0] ?? 0));
  const total = length ?? longest;
  const alike = vs.every((v) => v.ndim >= 1 && sameShape(v.shape.slice(1), vs[0].shape.slice(1)));
  if (!alike || longest > total)
    throw new TypeCheckError(
      `padSequence: expected sequences of at most ${total} steps that agree but for axis 0, but they are ${vs.map((v) => formatShape(v.shape)).join(', ')}`,
    );
  return stack(
    vs.map((v) =>
      pad(
        v,
        v.shape.map((d, i) => [0, i === 0 ? total - d : 0]),
        { constantValue: padding },
      ),
    ),
  );
}
