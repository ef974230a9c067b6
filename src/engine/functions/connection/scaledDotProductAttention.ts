import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { softmax } from '../activation/softmax.js';
import { where } from '../array/where.js';
import { matmul } from '../math/matmul.js';
import { dropout } from '../noise/dropout.js';

/**
 * Attention: softmax(q·kᵀ/√D)·v. (Chainer left it to its examples.)
 *
 * @param q            queries (…, Tq, D)
 * @param k            keys (…, Tk, D)
 * @param v            values (…, Tk, E)
 * @param options.mask broadcast to (…, Tq, Tk); where it is 0, the query does not see the key
 * @returns            (…, Tq, E)
 * @see Vaswani et al. 2017, Attention is all you need, arXiv:1706.03762
 */
export function scaledDotProductAttention(
  q: Operand,
  k: Operand,
  v: Operand,
  { mask = null as Operand | null, dropoutRatio = 0 } = {},
): Variable {
  const [vq, vk, vv] = [q, k, v].map(asVariable);
  const fits = vq.ndim >= 2 && vq.shape.at(-1) === vk.shape.at(-1) && vk.shape.at(-2) === vv.shape.at(-2);
  expectType('scaledDotProductAttention', fits, 'q (…, Tq, D), k (…, Tk, D) and v (…, Tk, E)', { q: vq, k: vk, v: vv });
  const depth = vq.shape.at(-1) ?? 1;
  const scores = matmul(vq, vk, { transB: true }).mul(1 / Math.sqrt(depth));
  const seen = mask === null ? scores : where(mask, scores, -1e30); // finite: a row that sees nothing is uniform, not NaN
  return matmul(dropout(softmax(seen, { axis: -1 }), { ratio: dropoutRatio }), vv);
}
