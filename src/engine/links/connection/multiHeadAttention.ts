import { EngineError } from '../../core/errors.js';
import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../../functions/array/reshape.js';
import { transpose } from '../../functions/array/transpose.js';
import { scaledDotProductAttention } from '../../functions/connection/scaledDotProductAttention.js';
import { Linear } from './linear.js';

/**
 * Attention with several heads, each on its own projections of queries, keys and values. (Chainer left it to its examples.)
 *
 * @see Vaswani et al. 2017, arXiv:1706.03762
 */
export class MultiHeadAttention extends Chain {
  readonly q: Linear;
  readonly k: Linear;
  readonly v: Linear;
  readonly out: Linear;
  private readonly heads: number;
  private readonly dropout: number;

  /** @param size of queries, keys, values and output; the heads divide it */
  constructor(heads: number, size: number, { dropout = 0 } = {}) {
    super();
    if (size % heads !== 0) throw new EngineError(`MultiHeadAttention: ${heads} heads do not divide ${size} channels`);
    this.heads = heads;
    this.dropout = dropout;
    this.q = new Linear(size, size);
    this.k = new Linear(size, size);
    this.v = new Linear(size, size);
    this.out = new Linear(size, size);
  }

  /**
   * @param query  (B, Tq, size)
   * @param memory (B, Tk, size) for keys and values; default: the queries (self-attention)
   * @param options.mask broadcast to (B, heads, Tq, Tk); 0 where a query does not see a key
   */
  override forward(query: Operand, memory: Operand = query, { mask = null as Operand | null } = {}): Variable {
    const [from, to] = [asVariable(query), asVariable(memory)];
    const heads = (x: Variable, link: Linear): Variable => {
      const [batch, time, size] = x.shape;
      const projected = link.forward(x, { nBatchAxes: 2 });
      return transpose(reshape(projected, [batch, time, this.heads, size / this.heads]), [0, 2, 1, 3]);
    };
    const y = scaledDotProductAttention(heads(from, this.q), heads(to, this.k), heads(to, this.v), {
      mask,
      dropoutRatio: this.dropout,
    });
    return this.out.forward(reshape(transpose(y, [0, 2, 1, 3]), from.shape), { nBatchAxes: 2 });
  }
}
