import { expectType, normalizeAxis } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { moveaxis } from './moveaxis.js';
import { reshape } from './reshape.js';
import { take } from './take.js';

/**
 * The diagonal over two axes, which are dropped; it becomes the last axis.
 *
 * @param options.offset above (> 0) or below (< 0) the main diagonal
 */
export function diagonal(x: Operand, { offset = 0, axis1 = 0, axis2 = 1 } = {}): Variable {
  const v = asVariable(x);
  expectType('diagonal', v.ndim >= 2, 'two axes or more', { x: v });
  const [a, b] = [axis1, axis2].map((axis) => normalizeAxis('diagonal', axis, v.ndim));
  const [rows, columns] = [v.shape[a], v.shape[b]];
  const [firstRow, firstColumn] = [Math.max(-offset, 0), Math.max(offset, 0)];
  const length = Math.max(0, Math.min(rows - firstRow, columns - firstColumn));
  const last = moveaxis(v, [a, b], [-2, -1]);
  const flat = reshape(last, [...last.shape.slice(0, -2), rows * columns]);
  const at = Array.from({ length }, (_, i) => (firstRow + i) * columns + firstColumn + i);
  return take(flat, at, -1);
}
