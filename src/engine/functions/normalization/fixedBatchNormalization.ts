import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { asFloat32 } from '../asFloat32.js';
import { sum } from '../math/sum.js';
import { keyAxes } from './keyAxes.js';

class FixedBatchNormalization extends FunctionNode {
  constructor(
    private readonly reduced: readonly number[],
    private readonly kept: readonly number[],
    private readonly eps: number,
  ) {
    super('fixedBatchNormalization');
  }

  override forward([x, gamma, beta, mean, variance]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1, 3, 4);
    const scale = gamma.mul(variance.add(this.eps).unary('rsqrt'));
    const shift = beta.sub(mean.mul(scale));
    return [x.mul(scale.reshape(this.kept)).add(shift.reshape(this.kept))];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x, ...statistics] = this.getRetainedInputs();
    const [gamma, mean, variance] = statistics.map((s) => reshape(s, this.kept));
    const inverse = variance.add(this.eps).pow(-0.5);
    const total = (g: Variable): Variable => sum(g, { axis: this.reduced, keepdims: true });
    const ggamma = (): Variable => total(gy.mul(x.sub(mean))).mul(inverse);
    const gradients = [
      () => gy.mul(gamma.mul(inverse)),
      ggamma,
      () => total(gy),
      () => total(gy).mul(gamma.mul(inverse)).neg(),
      () => ggamma().mul(gamma).mul(inverse.pow(2)).mul(-0.5),
    ];
    return wanted.map((i) => (i === 0 ? gradients[0]() : reshape(gradients[i](), this.inputs[i].shape)));
  }
}

/**
 * Batch normalisation by given statistics, as in use after training.
 *
 * @param x                (N, C, …)
 * @param gamma            scale for each channel; beta, mean and variance have its shape
 * @param options.eps      added to the variance
 * @param options.axis     axes that share statistics; null: axis 0 and those after gamma's
 */
export function fixedBatchNormalization(
  x: Operand,
  gamma: Operand,
  beta: Operand,
  mean: Operand,
  variance: Operand,
  { eps = 2e-5, axis = null as readonly number[] | null } = {},
): Variable {
  const label = 'fixedBatchNormalization';
  const inputs = [x, gamma, beta, mean, variance].map(asVariable);
  const [vx, vgamma, vbeta, vmean, vvariance] = inputs;
  const { reduced, kept } = keyAxes(label, vx, vgamma, axis);
  const named = { gamma: vgamma, beta: vbeta, mean: vmean, variance: vvariance };
  const same = inputs.slice(2).every((v) => v.size === vgamma.size);
  expectType(label, same, 'gamma, beta, mean and variance of one shape', named);
  return cast(new FixedBatchNormalization(reduced, kept, eps).apply(inputs.map(asFloat32))[0], vx.dtype);
}
