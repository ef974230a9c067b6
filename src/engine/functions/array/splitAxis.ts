import { expectType, normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { slice } from './slice.js';

/**
 * Cuts x along an axis.
 *
 * @param sections the number of equal parts (must divide the length), or the positions to cut at
 */
export function splitAxis(x: Operand, sections: number | readonly number[], axis: number): Variable[] {
  const v = asVariable(x);
  const along = normalizeAxis('splitAxis', axis, v.ndim);
  const length = v.shape[along];
  let cuts: number[];
  if (typeof sections === 'number') {
    const divides = Number.isInteger(sections) && sections > 0 && length % sections === 0;
    expectType('splitAxis', divides, `axis ${along} to divide into ${sections} parts`, { x: v });
    cuts = Array.from({ length: sections - 1 }, (_, i) => ((i + 1) * length) / sections);
  } else cuts = [...sections];
  const ends = [...cuts, length];
  return ends.map((end, i) => slice(v, along, ends[i - 1] ?? 0, end - (ends[i - 1] ?? 0)));
}
