/** Comparisons with NumPy's broadcasting: float32 masks of 0 and 1, outside the graph. */
import type { BinaryOp } from '../../backends/backend.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';

function compare(op: BinaryOp, a: Operand, b: Operand): Variable {
  const x = asVariable(a).data;
  const y = typeof b === 'number' ? Tensor.full([], b, x.dtype, x.backend) : asVariable(b).data;
  return new Variable(x.binary(op, y), { requiresGrad: false });
}

/** 1 where a > b. */
export const greater = (a: Operand, b: Operand): Variable => compare('greater', a, b);

/** 1 where a ≥ b. */
export const greaterEqual = (a: Operand, b: Operand): Variable => compare('greaterEqual', a, b);

/** 1 where a < b. */
export const less = (a: Operand, b: Operand): Variable => compare('less', a, b);

/** 1 where a ≤ b. */
export const lessEqual = (a: Operand, b: Operand): Variable => compare('lessEqual', a, b);

/** 1 where a = b. */
export const equal = (a: Operand, b: Operand): Variable => compare('equal', a, b);

/** 1 where a ≠ b. */
export const notEqual = (a: Operand, b: Operand): Variable => compare('notEqual', a, b);
