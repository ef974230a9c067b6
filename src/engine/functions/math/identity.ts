import { asVariable, type Operand, type Variable } from '../../core/variable.js';

/** Its arguments as they are, as variables. */
export const identity = (...xs: readonly Operand[]): Variable[] => xs.map(asVariable);
