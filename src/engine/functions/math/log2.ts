import type { Operand, Variable } from '../../core/variable.js';
import { log } from './arithmetic.js';

/** Logarithm to base 2. */
export const log2 = (x: Operand): Variable => log(x).mul(Math.LOG2E);
