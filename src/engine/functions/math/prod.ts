import { normalizeAxes, reducedShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { moveaxis } from '../array/moveaxis.js';
import { reshape } from '../array/reshape.js';
import { slice } from '../array/slice.js';
import type { ReductionOptions } from './sum.js';

/**
 * Product over axes (default: all). It is folded as a tree of products, so that its gradient is right at zeros too, where
 * Chainer's is not a number.
 */
export function prod(x: Operand, { axis = null, keepdims = false }: ReductionOptions = {}): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes('prod', axis, v.ndim);
  const kept = v.shape.filter((_, i) => !axes.includes(i));
  const order =
    axes.length === 0
      ? v
      : moveaxis(
          v,
          axes,
          axes.map((_, i) => i),
        );
  let rows = reshape(order, [axes.reduce((n, a) => n * v.shape[a], 1), ...kept]);
  if (rows.shape[0] === 0) return asVariable(v.data.reduce('prod', axes, keepdims));
  while (rows.shape[0] > 1) {
    const half = Math.floor(rows.shape[0] / 2);
    const paired = slice(rows, 0, 0, half).mul(slice(rows, 0, half, half));
    rows = rows.shape[0] % 2 === 0 ? paired : withRest(paired, slice(rows, 0, 2 * half, 1));
  }
  return reshape(rows, reducedShape(v.shape, axes, keepdims));
}

/** The odd row out goes to the first product. */
function withRest(paired: Variable, rest: Variable): Variable {
  return paired.shape[0] === 1
    ? paired.mul(rest)
    : concat([slice(paired, 0, 0, 1).mul(rest), slice(paired, 0, 1, paired.shape[0] - 1)], 0);
}
