import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { transpose } from '../array/transpose.js';
import { inv } from './inv.js';
import { matmul } from './matmul.js';

/** A constant (n, n) matrix from a function of row and column. */
const matrixOf = (n: number, like: Tensor, value: (i: number, j: number) => number): Tensor =>
  Tensor.from(
    Float32Array.from({ length: n * n }, (_, k) => value(Math.floor(k / n), k % n)),
    [n, n],
    like.backend,
  );

class Cholesky extends FunctionNode {
  constructor() {
    super('cholesky');
  }

  override forward([a]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    const { backend } = a;
    const n = a.shape[0];
    const columns: Tensor[] = [];
    for (let j = 0; j < n; j++) {
      let column = a.slice(1, j, 1);
      if (columns.length > 0) {
        const done = new Tensor(
          backend,
          backend.concat(
            columns.map((c) => c.array),
            1,
          ),
        );
        column = column.sub(done.matmul(done.slice(0, j, 1), { transB: true }));
      }
      const lower = Tensor.from(
        Float32Array.from({ length: n }, (_, i) => (i < j ? 0 : 1)),
        [n, 1],
        backend,
      );
      columns.push(column.mul(lower).div(column.slice(0, j, 1).sqrt()));
    }
    return [
      new Tensor(
        backend,
        backend.concat(
          columns.map((c) => c.array),
          1,
        ),
      ),
    ];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [l] = this.getRetainedOutputs();
    const n = l.shape[0];
    // Φ(Lᵀ·gL): the lower half, its diagonal halved; the gradient is the symmetric part of L⁻ᵀ·Φ·L⁻¹.
    const half = asVariable(matrixOf(n, l.data, (i, j) => (i > j ? 1 : i === j ? 0.5 : 0)));
    const phi = matmul(l, gy, { transA: true }).mul(half);
    const inverse = inv(l);
    const s = matmul(matmul(inverse, phi, { transA: true }), inverse);
    return [s.add(transpose(s)).mul(0.5)];
  }
}

/**
 * The lower triangular L with L·Lᵀ = a.
 *
 * @param a (n, n), symmetric and positive definite (not checked: another gives NaN); only its lower half is read
 */
export function cholesky(a: Operand): Variable {
  const v = asVariable(a);
  expectType('cholesky', v.ndim === 2 && v.shape[0] === v.shape[1] && v.shape[0] > 0, 'a (n, n)', { a: v });
  return new Cholesky().apply([v])[0];
}
