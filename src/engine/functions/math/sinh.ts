import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cosh } from './cosh.js';
import { Elementwise } from './elementwiseNode.js';

/** sinh x. */
export const sinh = (x: Operand): Variable => new Elementwise('sinh', 'sinh', cosh).apply([asVariable(x)])[0];
