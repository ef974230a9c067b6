import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { fix } from './fix.js';

/** The remainder x − y·fix(x / y), with the sign of x as C's fmod; broadcast. */
export function fmod(x: Operand, y: Operand): Variable {
  const v = asVariable(x);
  return v.sub(fix(v.div(y)).mul(y));
}
