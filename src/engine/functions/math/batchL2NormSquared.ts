import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { square } from './square.js';
import { sum } from './sum.js';

/** The squared L2 norm of each example, (N, …) → (N). */
export function batchL2NormSquared(x: Operand): Variable {
  const v = asVariable(x);
  expectType('batchL2NormSquared', v.ndim >= 2, 'two axes or more', { x: v });
  return sum(square(v), { axis: v.shape.map((_, i) => i).slice(1) });
}
