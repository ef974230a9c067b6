import { sizeOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { formatShape, normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { transpose } from '../array/transpose.js';
import { matmul } from './matmul.js';

/**
 * Sums products over pairs of axes; what is left of a, then of b, are the axes of the result.
 *
 * @param axes how many: the last of a with the first of b; or two lists of axes, pair by pair
 */
export function tensordot(
  a: Operand,
  b: Operand,
  axes: number | readonly [readonly number[], readonly number[]] = 2,
): Variable {
  const [va, vb] = [asVariable(a), asVariable(b)];
  const count = Array.from({ length: typeof axes === 'number' ? axes : 0 }, (_, i) => i);
  const [listA, listB] = typeof axes === 'number' ? [count.map((i) => va.ndim - axes + i), count] : axes;
  const sumA = listA.map((axis) => normalizeAxis('tensordot', axis, va.ndim));
  const sumB = listB.map((axis) => normalizeAxis('tensordot', axis, vb.ndim));
  if (sumA.length !== sumB.length || sumA.some((axis, i) => va.shape[axis] !== vb.shape[sumB[i]]))
    throw new TypeCheckError(
      `tensordot: expected equal lengths along the axes (${sumA.join(', ')}) of a and (${sumB.join(', ')}) of b, but a is ${formatShape(va.shape)} and b is ${formatShape(vb.shape)}`,
    );
  const freeA = va.shape.map((_, i) => i).filter((i) => !sumA.includes(i));
  const freeB = vb.shape.map((_, i) => i).filter((i) => !sumB.includes(i));
  const [rows, columns] = [freeA.map((i) => va.shape[i]), freeB.map((i) => vb.shape[i])];
  const inner = sizeOf(sumA.map((i) => va.shape[i]));
  const left = reshape(transpose(va, [...freeA, ...sumA]), [sizeOf(rows), inner]);
  const right = reshape(transpose(vb, [...sumB, ...freeB]), [inner, sizeOf(columns)]);
  return reshape(matmul(left, right), [...rows, ...columns]);
}
