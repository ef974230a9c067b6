import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { Elementwise } from './elementwiseNode.js';
import { rsqrt } from './rsqrt.js';

/** arccos x, for −1 ≤ x ≤ 1. */
export const arccos = (x: Operand): Variable =>
  new Elementwise('arccos', 'acos', (v) => rsqrt(v.mul(v).neg().add(1)).neg()).apply([asVariable(x)])[0];
