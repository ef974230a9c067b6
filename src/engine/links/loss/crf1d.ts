import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { transposeSequence } from '../../functions/array/transposeSequence.js';
import { argmaxCrf1d } from '../../functions/loss/argmaxCrf1d.js';
import { crf1d } from '../../functions/loss/crf1d.js';

/** Linear chain with learned costs of transitions, `cost` (labels, labels). */
export class CRF1d extends Link {
  readonly cost: Parameter;

  constructor(nLabel: number, { initialCost = 0 as InitializerLike } = {}) {
    super();
    this.cost = new Parameter(initialCost, [nLabel, nLabel], 'cost');
  }

  /**
   * @param xs                scores for each time (Bₜ, labels); or sequences (Tᵢ, labels), longest first
   * @param ys                int32 labels in the same form
   * @param options.transpose whether they are sequences
   */
  override forward(
    xs: readonly Operand[],
    ys: readonly Operand[],
    { reduce = 'mean' as 'mean' | 'no', transpose = false } = {},
  ): Variable {
    return transpose
      ? crf1d(this.cost, transposeSequence(xs), transposeSequence(ys), { reduce })
      : crf1d(this.cost, xs, ys, { reduce });
  }

  /** The best labels; see `argmaxCrf1d`. */
  argmax(xs: readonly Operand[], { transpose = false } = {}): [score: Variable, path: Variable[]] {
    const [score, path] = argmaxCrf1d(this.cost, transpose ? transposeSequence(xs) : xs.map(asVariable));
    return [score, transpose ? transposeSequence(path) : path];
  }
}
