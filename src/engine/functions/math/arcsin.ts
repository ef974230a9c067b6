import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { Elementwise } from './elementwiseNode.js';
import { rsqrt } from './rsqrt.js';

/** arcsin x, for −1 ≤ x ≤ 1. */
export const arcsin = (x: Operand): Variable =>
  new Elementwise('arcsin', 'asin', (v) => rsqrt(v.mul(v).neg().add(1))).apply([asVariable(x)])[0];
