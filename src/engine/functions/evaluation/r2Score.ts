import { expectSameShape } from '../../core/shape.js';
import { type Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';

/**
 * Coefficient of determination of each column, 1 − Σ(t − y)²/Σ(t − mean t)², outside the graph.
 *
 * @param pred, true          (N, …) of one shape
 * @param options.multioutput 'uniformAverage' (default): the mean over the columns; 'rawValues': one for each
 */
export function r2Score(
  prediction: Operand,
  truth: Operand,
  { multioutput = 'uniformAverage' as 'uniformAverage' | 'rawValues' } = {},
): Variable {
  const [y, t] = [asFloat32(prediction), asFloat32(truth)];
  expectSameShape('r2Score', { prediction: y, truth: t });
  const [residual, mean] = [t.data.sub(y.data), t.data.sum(0, true).mul(1 / Math.max(t.shape[0] ?? 1, 1))];
  const spread = t.data.sub(mean).square().sum(0);
  // As in Chainer, a column without spread scores 0.
  const ratio = residual.square().sum(0).div(spread);
  const zero = spread.mul(0);
  const score = spread.where(ratio.neg().add(1), zero);
  const result = multioutput === 'rawValues' ? score : score.sum().mul(1 / Math.max(score.size, 1));
  return new Variable(result, { requiresGrad: false });
}
