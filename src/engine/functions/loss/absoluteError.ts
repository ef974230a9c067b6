import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { abs } from '../math/abs.js';

/** |x − t| element by element; x and t of one shape. */
export function absoluteError(x: Operand, t: Operand): Variable {
  const [v, target] = [asFloat32(x), asFloat32(t)];
  expectSameShape('absoluteError', { x: v, t: target });
  return abs(v.sub(target));
}
