import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { atLeast2d } from './atLeast.js';
import { concat } from './concat.js';

/** Joins arrays row by row, along axis 0; arrays of one axis are rows. */
export const vstack = (xs: readonly Operand[]): Variable =>
  concat(
    xs.map((x) => atLeast2d(asVariable(x))),
    0,
  );
