import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { Elementwise } from './elementwiseNode.js';

/** arctan x. */
export const arctan = (x: Operand): Variable =>
  new Elementwise('arctan', 'atan', (v) => v.mul(v).add(1).pow(-1)).apply([asVariable(x)])[0];
