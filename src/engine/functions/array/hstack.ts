import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { atLeast1d } from './atLeast.js';
import { concat } from './concat.js';

/** Joins arrays column by column: along axis 1, or axis 0 where they have one axis. */
export function hstack(xs: readonly Operand[]): Variable {
  const vs = xs.map((x) => atLeast1d(asVariable(x)));
  return concat(vs, vs[0]?.ndim === 1 ? 0 : 1);
}
