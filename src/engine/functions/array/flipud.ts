import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { flip } from './flip.js';

/** Reverses axis 0. */
export function flipud(x: Operand): Variable {
  const v = asVariable(x);
  expectType('flipud', v.ndim >= 1, 'one axis or more', { x: v });
  return flip(v, 0);
}
