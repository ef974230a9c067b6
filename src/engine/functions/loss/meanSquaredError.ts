import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { mean } from '../math/average.js';
import { square } from '../math/square.js';

/** Mean over all elements of (x − t)², for x and t of one shape. */
export function meanSquaredError(x: Operand, t: Operand): Variable {
  const [v, target] = [asFloat32(x), asFloat32(t)];
  expectSameShape('meanSquaredError', { x: v, t: target });
  return mean(square(v.sub(target)));
}
