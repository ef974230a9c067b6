import { expectSameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { abs } from '../math/abs.js';

/** |x − t| element by element; x and t of one shape. */
export function absoluteError(x: Operand, t: Operand): Variable {
  const [v, target] = [asVariable(x), asVariable(t)];
  expectSameShape('absoluteError', { x: v, t: target });
  return abs(v.sub(target));
}
