import { expectType, sameShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';

/** Figures of each class, (classes). */
export interface ClassificationSummary {
  /** Of those that were called the class, the share that are. NaN where none was. */
  readonly precision: Variable;
  /** Of those that are the class, the share that were called so. NaN where none is. */
  readonly recall: Variable;
  /** (1 + β²)·precision·recall / (β²·precision + recall). */
  readonly fbeta: Variable;
  /** How many are the class. */
  readonly support: Variable;
}

/**
 * Precision, recall, F-score and support of each class, outside the graph.
 *
 * @param y                   (N, C, …) scores
 * @param t                   int32 labels (N, …)
 * @param options.labelNum    number of classes; null: C
 * @param options.ignoreLabel elements with this label do not count
 */
export function classificationSummary(
  y: Operand,
  t: Operand,
  { labelNum = null as number | null, beta = 1, ignoreLabel = -1 } = {},
): ClassificationSummary {
  const [v, target] = [asFloat32(y), asLabels(t)];
  const fits = v.ndim >= 2 && sameShape(target.shape, [v.shape[0], ...v.shape.slice(2)]);
  expectType('classificationSummary', fits, 'y (N, C, …) and int32 t (N, …)', { y: v, t: target });
  const { backend } = v.data;
  const classes = labelNum ?? v.shape[1];
  const oneHot = (labels: Tensor): Tensor => new Tensor(backend, backend.oneHot(labels.reshape([-1]).array, classes));
  const predicted = new Tensor(backend, backend.argReduce('max', v.data.array, 1));
  const counts = target.data.binary('notEqual', Tensor.full([], ignoreLabel, 'int32', backend)).reshape([-1, 1]);
  const truth = oneHot(target.data).mul(counts);
  const called = oneHot(predicted).mul(counts);
  const [hits, relevant, support] = [truth.mul(called), called, truth].map((mask) => mask.sum(0));
  const [precision, recall] = [hits.div(relevant), hits.div(support)];
  const fbeta = precision
    .mul(recall)
    .mul(1 + beta ** 2)
    .div(precision.mul(beta ** 2).add(recall));
  const constant = (data: Tensor): Variable => new Variable(data, { requiresGrad: false });
  return {
    precision: constant(precision),
    recall: constant(recall),
    fbeta: constant(fbeta),
    support: constant(support),
  };
}
