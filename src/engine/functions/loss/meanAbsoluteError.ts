import { expectSameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { abs } from '../math/abs.js';
import { mean } from '../math/average.js';

/** Mean over all elements of |x − t|, for x and t of one shape. */
export function meanAbsoluteError(x: Operand, t: Operand): Variable {
  const [v, target] = [asVariable(x), asVariable(t)];
  expectSameShape('meanAbsoluteError', { x: v, t: target });
  return mean(abs(v.sub(target)));
}
