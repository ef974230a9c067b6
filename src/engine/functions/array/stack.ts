import { expectSameShape, normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from './concat.js';
import { expandDims } from './expandDims.js';

/** Joins arrays of one shape along a new axis. */
export function stack(xs: readonly Operand[], axis = 0): Variable {
  const vs = xs.map(asVariable);
  for (const [i, v] of vs.entries()) expectSameShape('stack', { 'array 0': vs[0], [`array ${i}`]: v });
  const at = vs.length > 0 ? normalizeAxis('stack', axis, vs[0].ndim + 1) : 0;
  return concat(
    vs.map((v) => expandDims(v, at)),
    at,
  );
}
