import { expectType, normalizeAxes } from '../../core/shape.js';
import type { Variable } from '../../core/variable.js';

/**
 * Which axes a batch normalisation averages over: those given, or axis 0 and those after gamma's.
 *
 * @returns the axes, and the shape of x with them as 1
 */
export function keyAxes(
  label: string,
  x: Variable,
  gamma: Variable,
  axis: readonly number[] | null,
): { reduced: number[]; kept: number[] } {
  const reduced = axis
    ? normalizeAxes(label, axis, x.ndim)
    : x.shape.flatMap((_, i) => (i === 0 || i > gamma.ndim ? [i] : []));
  const key = x.shape.filter((_, i) => !reduced.includes(i));
  const fits = key.length === gamma.ndim && key.every((d, i) => d === gamma.shape[i]);
  expectType(label, fits, `gamma with x's axes other than ${reduced.join(', ')}`, { x, gamma });
  return { reduced, kept: x.shape.map((d, i) => (reduced.includes(i) ? 1 : d)) };
}
