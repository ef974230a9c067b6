import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { Elementwise } from './elementwiseNode.js';
import { exp } from './exp.js';

/** The error function, 2/√π·∫₀ˣ e^(−t²) dt. */
export const erf = (x: Operand): Variable =>
  new Elementwise('erf', 'erf', (v) => exp(v.mul(v).neg()).mul(2 / Math.sqrt(Math.PI))).apply([asVariable(x)])[0];
