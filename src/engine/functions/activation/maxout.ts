import { expectType, normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { max } from '../math/extremum.js';

/**
 * The largest of each `poolSize` neighbours along an axis, whose length is divided by it.
 *
 * @see Goodfellow et al. 2013, Maxout networks, arXiv:1302.4389
 */
export function maxout(x: Operand, poolSize: number, { axis = 1 } = {}): Variable {
  const v = asVariable(x);
  const along = normalizeAxis('maxout', axis, v.ndim);
  const fits = Number.isInteger(poolSize) && poolSize > 0 && v.shape[along] % poolSize === 0;
  expectType('maxout', fits, `axis ${along} divisible by poolSize = ${poolSize}`, { x: v });
  const grouped = [...v.shape.slice(0, along), v.shape[along] / poolSize, poolSize, ...v.shape.slice(along + 1)];
  return max(reshape(v, grouped), { axis: along + 1 });
}
