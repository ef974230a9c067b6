import { TypeCheckError } from '../../core/errors.js';
import { formatShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { expandDims } from '../array/expandDims.js';
import { reshape } from '../array/reshape.js';
import { selectItem } from '../array/selectItem.js';
import { slice } from '../array/slice.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { mean } from '../math/average.js';
import { logsumexp } from '../math/logsumexp.js';
import { matmul } from '../math/matmul.js';
import { sum } from '../math/sum.js';

/** Throws unless costs and steps have the shapes of a chain of K labels. */
export function expectChain(label: string, cost: Variable, xs: readonly Variable[]): void {
  const labels = cost.shape[0];
  const fits =
    cost.ndim === 2 &&
    cost.shape[1] === labels &&
    xs.length > 0 &&
    xs.every((x, t) => x.ndim === 2 && x.shape[1] === labels && (t === 0 || x.shape[0] <= xs[t - 1].shape[0]));
  if (!fits)
    throw new TypeCheckError(
      `${label}: expected cost (K, K) and steps (Bₜ, K) of falling Bₜ, but cost is ${formatShape(cost.shape)} and the steps are ${xs.map((x) => formatShape(x.shape)).join(', ')}`,
    );
}

const firstRows = (x: Variable, rows: number): Variable => slice(x, 0, 0, rows);

/** Rows of sequences that ended before a step, the latest ending last. */
class Ended {
  readonly #parts: Variable[] = [];

  /** The rows that go on; the others are kept. */
  cut(x: Variable, rows: number): Variable {
    if (x.shape[0] === rows) return x;
    this.#parts.push(slice(x, 0, rows, x.shape[0] - rows));
    return firstRows(x, rows);
  }

  /** All rows in their first order. */
  join(rest: Variable): Variable {
    return this.#parts.length === 0 ? rest : concat([rest, ...this.#parts.reverse()], 0);
  }
}

/**
 * Negative log-likelihood of labels in a linear chain with costs of labels and of transitions: log Z − Σ xᵢ[yᵢ] − Σ
 * cost[yᵢ, yᵢ₊₁].
 *
 * @param cost           (K, K): from a label (row) to the next (column)
 * @param xs             for each time scores (Bₜ, K), B₀ ≥ B₁ ≥ … (`transposeSequence`)
 * @param ys             for each time int32 labels (Bₜ)
 * @param options.reduce 'mean' over the sequences (default), or 'no' (B₀)
 * @see Lafferty et al. 2001, Conditional random fields
 */
export function crf1d(
  cost: Operand,
  xs: readonly Operand[],
  ys: readonly Operand[],
  { reduce = 'mean' as 'mean' | 'no' } = {},
): Variable {
  const [costs, scores, labels] = [asFloat32(cost), xs.map(asFloat32), ys.map(asLabels)];
  expectChain('crf1d', costs, scores);
  const { backend } = costs.data;
  const oneHot = (y: Variable): Variable =>
    new Variable(new Tensor(backend, backend.oneHot(y.data.array, costs.shape[0])), { requiresGrad: false });
  const [ended, endedScores] = [new Ended(), new Ended()];
  let alpha = scores[0];
  let score = selectItem(scores[0], labels[0]);
  for (let t = 1; t < scores.length; t++) {
    const rows = scores[t].shape[0];
    alpha = ended.cut(alpha, rows);
    alpha = logsumexp(expandDims(alpha, 2).add(costs), { axis: 1 }).add(scores[t]);
    const from = oneHot(firstRows(labels[t - 1], rows));
    const moved = sum(matmul(from, costs).mul(oneHot(labels[t])), { axis: 1 });
    score = endedScores.cut(score, rows).add(selectItem(scores[t], labels[t])).add(moved);
  }
  const loss = logsumexp(ended.join(alpha), { axis: 1 }).sub(reshape(endedScores.join(score), [-1]));
  return reduce === 'mean' ? mean(loss) : loss;
}
