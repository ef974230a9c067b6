import { asVariable, type Operand, type Variable } from '../core/variable.js';
import { cast } from './array/cast.js';

/** An operand for what must not be rounded or overflow, as the sums of a loss: half precision is widened. */
export function asFloat32(x: Operand): Variable {
  const v = asVariable(x);
  return v.dtype === 'float16' ? cast(v, 'float32') : v;
}
