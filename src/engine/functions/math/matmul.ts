import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { broadcastShapes, formatShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { reshape } from '../array/reshape.js';

export interface MatmulOptions {
  /** Read the last two axes of a swapped. */
  transA?: boolean;
  /** Read the last two axes of b swapped. */
  transB?: boolean;
}

/** Operands of equal leading dimensions. */
class Matmul extends FunctionNode {
  constructor(
    private readonly transA: boolean,
    private readonly transB: boolean,
  ) {
    super('matmul');
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [a.matmul(b, { transA: this.transA, transB: this.transB })];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { transA, transB } = this;
    const [a, b] = this.getRetainedInputs();
    const product = (l: Variable, r: Variable, tl: boolean, tr: boolean) => new Matmul(tl, tr).apply([l, r])[0];
    return wanted.map((i) => {
      if (i === 0) return transA ? product(b, gy, transB, true) : product(gy, b, false, !transB);
      return transB ? product(gy, a, true, transA) : product(a, gy, !transA, false);
    });
  }
}

/**
 * Matrix product over the last two axes, (…, M, K)·(…, K, N); leading axes broadcast. A vector on the left is a row, on
 * the right a column, and its axis is dropped from the result, as in NumPy.
 */
export function matmul(a: Operand, b: Operand, { transA = false, transB = false }: MatmulOptions = {}): Variable {
  const [va, vb] = [asVariable(a), asVariable(b)];
  const [rowA, columnB] = [va.ndim === 1, vb.ndim === 1];
  const left = rowA ? reshape(va, transA ? [-1, 1] : [1, -1]) : va;
  const right = columnB ? reshape(vb, transB ? [1, -1] : [-1, 1]) : vb;
  const inner = left.shape.at(transA ? -2 : -1);
  if (left.ndim < 2 || right.ndim < 2 || inner !== right.shape.at(transB ? -1 : -2))
    throw new TypeCheckError(
      `matmul: expected (…, M, K) and (…, K, N), but a is ${formatShape(va.shape)}${transA ? ' transposed' : ''} and b is ${formatShape(vb.shape)}${transB ? ' transposed' : ''}`,
    );
  if (va.ndim === 2 && vb.ndim === 2) return new Matmul(transA, transB).apply([va, vb])[0];
  const lead = broadcastShapes('matmul', left.shape.slice(0, -2), right.shape.slice(0, -2));
  const y = new Matmul(transA, transB).apply([
    broadcastTo(left, [...lead, ...left.shape.slice(-2)]),
    broadcastTo(right, [...lead, ...right.shape.slice(-2)]),
  ])[0];
  if (!rowA && !columnB) return y;
  return reshape(y, [...lead, ...(rowA ? [] : [y.shape.at(-2)!]), ...(columnB ? [] : [y.shape.at(-1)!])]);
}
