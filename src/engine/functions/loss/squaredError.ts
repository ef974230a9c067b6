import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { square } from '../math/square.js';

/** (x − t)² element by element; x and t of one shape. */
export function squaredError(x: Operand, t: Operand): Variable {
  const [v, target] = [asFloat32(x), asFloat32(t)];
  expectSameShape('squaredError', { x: v, t: target });
  return square(v.sub(target));
}
