import { Tensor } from '../../core/tensor.js';

/**
 * Gauss and Jordan's elimination with row pivoting, on many square matrices at once and made of whole-array operations: for
 * matrices of tens of rows.
 *
 * @param a (B, n, n)
 * @param b (B, n, m)
 * @returns a⁻¹·b and the determinants (B). A pivot of 0 is divided by unless `singular` is 'zero' (then only the
 *          determinants mean anything)
 */
export function eliminate(
  a: Tensor,
  b: Tensor,
  singular: 'infinite' | 'zero',
): { solution: Tensor; determinants: Tensor } {
  const { backend } = a;
  const [batch, n] = a.shape;
  const m = b.shape[2];
  let rows = new Tensor(backend, backend.concat([a.array, b.array], 2));
  let determinants = Tensor.full([batch], 1, 'float32', backend);
  for (let k = 0; k < n; k++) {
    const unit = Tensor.from(
      Float32Array.from({ length: n }, (_, i) => (i === k ? 1 : 0)),
      [1, n],
      backend,
    );
    const open = Tensor.from(
      Float32Array.from({ length: n }, (_, i) => (i < k ? 0 : 1)),
      [1, n],
      backend,
    );
    const column = rows.slice(2, k, 1).reshape([batch, n]);
    const candidates = open.where(column.abs(), Tensor.full([], -1, 'float32', backend));
    const pivotRow = new Tensor(backend, backend.argReduce('max', candidates.array, 1));
    const chosen = new Tensor(backend, backend.oneHot(pivotRow.array, n));
    // The permutation that exchanges rows k and p is 1 − (e_k − e_p)·(e_k − e_p)ᵀ.
    const difference = unit.sub(chosen);
    const permutation = identities(batch, n, a).sub(
      difference.reshape([batch, n, 1]).mul(difference.reshape([batch, 1, n])),
    );
    rows = permutation.matmul(rows);
    const swapped = chosen.mul(unit).sum(1).unary('affine', 2, -1); // −1 where rows were exchanged
    const pivotLine = rows.slice(1, k, 1);
    const pivot = pivotLine.slice(2, k, 1);
    determinants = determinants.mul(swapped).mul(pivot.reshape([batch]));
    const divisor = singular === 'zero' ? pivot.where(pivot, Tensor.full([], 1, 'float32', backend)) : pivot;
    const line = pivotLine.div(divisor);
    const factors = rows.slice(2, k, 1).sub(unit.reshape([1, n, 1]));
    rows = rows.sub(factors.mul(line));
  }
  return { solution: rows.slice(2, n, m), determinants };
}

/** Identity matrices (B, n, n). */
export function identities(batch: number, n: number, like: Tensor): Tensor {
  const values = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  return Tensor.from(values, [1, n, n], like.backend).broadcastTo([batch, n, n]);
}
