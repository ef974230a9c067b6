import type { Operand, Variable } from '../../core/variable.js';
import { log } from './arithmetic.js';

/** Logarithm to base 10. */
export const log10 = (x: Operand): Variable => log(x).mul(Math.LOG10E);
