import type { Shape } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { checkLabels } from '../../core/debug.js';
import { FunctionNode } from '../../core/functionNode.js';
import { expectType, sameShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { logSoftmax } from '../activation/logSoftmax.js';
import { expandDims } from '../array/expandDims.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { log } from '../math/arithmetic.js';
import { notEqual } from '../math/comparison.js';
import { maximum } from '../math/elementwiseExtremum.js';
import { sum } from '../math/sum.js';

/** −Σ over axis 1 of x·weights; weights are constants, and x is not retained. */
class NegativeDot extends FunctionNode {
  constructor() {
    super('softmaxCrossEntropy');
  }

  override forward([x, weights]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [x.mul(weights).sum(1).neg()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [weights] = this.getRetainedInputs();
    return [expandDims(gy, 1).mul(weights).neg(), null];
  }
}

export interface SoftmaxCrossEntropyOptions {
  /** Divide by the number of valid labels (default); off: by the batch size. */
  normalize?: boolean;
  /** Factors of the classes' terms, (C); they do not change the divisor. */
  classWeight?: Operand | null;
  /** Elements with this label count for nothing. */
  ignoreLabel?: number;
  /** 'mean', or 'no': one value for each label, 0 at ignored ones. */
  reduce?: 'mean' | 'no';
  /** For soft targets: cross-entropy, or Kullback–Leibler divergence. */
  softTargetLoss?: 'cross-entropy' | 'kl-divergence';
}

/** One at the label along axis 1, zeros where it is to be ignored; (N, …) → (N, C, …). */
function oneHot(labels: Tensor, valid: Tensor, classes: number): Tensor {
  const { backend, ndim } = labels;
  const last = new Tensor(backend, backend.oneHot(labels.array, classes));
  const order = [0, ndim, ...Array.from({ length: ndim - 1 }, (_, i) => i + 1)];
  return last.transpose(order).mul(valid.reshape([valid.shape[0], 1, ...valid.shape.slice(1)]));
}

const constant = (tensor: Tensor): Variable => new Variable(tensor, { requiresGrad: false });

/**
 * Cross-entropy of softmax(x) against labels: −log softmax(x)[label].
 *
 * @param x (N, C, …) scores
 * @param t int32 labels (N, …), or float32 probabilities of x's shape. Bare numbers are labels unless they have x's shape
 * @returns a scalar: the sum over max(valid labels, 1); or the shape of t (without axis 1 for probabilities)
 */
export function softmaxCrossEntropy(
  x: Operand,
  t: Operand,
  {
    normalize = true,
    classWeight = null,
    ignoreLabel = -1,
    reduce = 'mean',
    softTargetLoss = 'cross-entropy',
  }: SoftmaxCrossEntropyOptions = {},
): Variable {
  const label = 'softmaxCrossEntropy';
  const v = asFloat32(x);
  const asSoft = asFloat32(t);
  const soft = asSoft.dtype === 'float32' && sameShape(asSoft.shape, v.shape);
  const target = soft ? asSoft : asLabels(t);
  const expected: Shape = [v.shape[0], ...v.shape.slice(2)];
  const fits = v.ndim >= 2 && (soft || (target.dtype === 'int32' && sameShape(target.shape, expected)));
  expectType(label, fits, 'x (N, C, …) and int32 labels (N, …) or float32 probabilities (N, C, …)', {
    x: v,
    t: target,
  });

  const classes = v.shape[1];
  const valid = soft ? null : notEqual(target, ignoreLabel).data;
  if (config.debug && valid) {
    const classZero = Tensor.zeros([], 'int32', target.data.backend);
    checkLabels(label, valid.where(target.data, classZero), classes);
  }
  let weights = valid ? oneHot(target.data, valid, classes) : target.data;
  if (classWeight !== null) {
    const w = asFloat32(classWeight);
    expectType(label, w.ndim === 1 && w.shape[0] === classes, 'a classWeight (C)', { x: v, classWeight: w });
    weights = weights.mul(w.data.reshape([classes, ...new Array<number>(v.ndim - 2).fill(1)]));
  }
  let loss = new NegativeDot().apply([logSoftmax(v), constant(weights)])[0];
  if (soft && softTargetLoss === 'kl-divergence')
    loss = loss.add(sum(log(target.detach().add(1e-7)).mul(constant(weights)), { axis: 1 }));
  if (reduce === 'no') return loss;
  if (!normalize) return sum(loss).mul(1 / Math.max(v.shape[0], 1));
  if (!valid) return sum(loss).mul(1 / Math.max(loss.size, 1));
  return sum(loss).div(maximum(sum(constant(valid)), 1));
}
