import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { flip } from './flip.js';

/** Reverses axis 1. */
export function fliplr(x: Operand): Variable {
  const v = asVariable(x);
  expectType('fliplr', v.ndim >= 2, 'two axes or more', { x: v });
  return flip(v, 1);
}
