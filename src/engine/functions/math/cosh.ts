import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { Elementwise } from './elementwiseNode.js';
import { sinh } from './sinh.js';

/** cosh x. */
export const cosh = (x: Operand): Variable => new Elementwise('cosh', 'cosh', sinh).apply([asVariable(x)])[0];
