import { expectSameShape } from '../../core/shape.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { abs } from '../math/abs.js';
import { mean } from '../math/average.js';

/** Mean over all elements of |x − t|, for x and t of one shape. */
export function meanAbsoluteError(x: Operand, t: Operand): Variable {
  const [v, target] = [asFloat32(x), asFloat32(t)];
  expectSameShape('meanAbsoluteError', { x: v, t: target });
  return mean(abs(v.sub(target)));
}
