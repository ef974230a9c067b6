import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { atLeast3d } from './atLeast.js';
import { concat } from './concat.js';

/** Joins arrays along axis 2; (N) counts as (1, N, 1) and (M, N) as (M, N, 1). */
export const dstack = (xs: readonly Operand[]): Variable =>
  concat(
    xs.map((x) => atLeast3d(asVariable(x))),
    2,
  );
