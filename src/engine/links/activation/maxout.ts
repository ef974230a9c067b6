import type { InitializerLike } from '../../core/initializer.js';
import { Chain } from '../../core/link.js';
import type { Operand, Variable } from '../../core/variable.js';
import { maxout } from '../../functions/activation/maxout.js';
import { Linear } from '../connection/linear.js';

/**
 * Fully connected layer of which the largest of each `poolSize` outputs is taken: (N, inSize) → (N, outSize).
 *
 * @see Goodfellow et al. 2013, arXiv:1302.4389
 */
export class Maxout extends Chain {
  readonly linear: Linear;
  private readonly poolSize: number;

  constructor(
    inSize: number | null,
    outSize: number,
    poolSize: number,
    { initialW = null as InitializerLike | null, initialBias = 0 as InitializerLike | null } = {},
  ) {
    super();
    this.poolSize = poolSize;
    const bias = initialBias === null ? { nobias: true } : { initialBias };
    this.linear = new Linear(inSize, outSize * poolSize, { initialW, ...bias });
  }

  override forward(x: Operand): Variable {
    return maxout(this.linear.forward(x), this.poolSize);
  }
}
