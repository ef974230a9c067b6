import { expectType, normalizeAxes } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';

/** Drops axes of length 1 (default: all of them). */
export function squeeze(x: Operand, axis: number | readonly number[] | null = null): Variable {
  const v = asVariable(x);
  const axes = axis === null ? v.shape.flatMap((d, i) => (d === 1 ? [i] : [])) : normalizeAxes('squeeze', axis, v.ndim);
  const single = axes.every((i) => v.shape[i] === 1);
  expectType('squeeze', single, `length 1 along axes ${axes.join(', ')}`, { x: v });
  return reshape(
    v,
    v.shape.filter((_, i) => !axes.includes(i)),
  );
}
