import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { alignFrom } from '../array/alignFrom.js';

/** x + y, where y's axes are those of x from `axis` on. */
export function bias(x: Operand, y: Operand, { axis = 1 } = {}): Variable {
  const [vx, vy] = [asVariable(x), asVariable(y)];
  const fits = vy.shape.every((d, i) => d === vx.shape[axis + i]);
  expectType('bias', fits, `y with x's axes from axis ${axis} on`, { x: vx, y: vy });
  return vx.add(alignFrom(vy, vx.ndim, axis));
}
