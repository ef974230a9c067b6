import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cos } from './cos.js';
import { Elementwise } from './elementwiseNode.js';

/** tan x. */
export const tan = (x: Operand): Variable =>
  new Elementwise('tan', 'tan', (v) => cos(v).pow(-2)).apply([asVariable(x)])[0];
