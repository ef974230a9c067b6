import { expectSameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

/** p·x + (1 − p)·y, all of one shape. */
export function linearInterpolate(p: Operand, x: Operand, y: Operand): Variable {
  const [vp, vx, vy] = [p, x, y].map(asVariable);
  expectSameShape('linearInterpolate', { p: vp, x: vx, y: vy });
  return vy.add(vp.mul(vx.sub(vy)));
}
