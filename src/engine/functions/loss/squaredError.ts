import { expectSameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { square } from '../math/square.js';

/** (x − t)² element by element; x and t of one shape. */
export function squaredError(x: Operand, t: Operand): Variable {
  const [v, target] = [asVariable(x), asVariable(t)];
  expectSameShape('squaredError', { x: v, t: target });
  return square(v.sub(target));
}
