import { FunctionNode } from '../../core/functionNode.js';
import { reducedShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { asFloat32 } from '../asFloat32.js';
import { sum } from '../math/sum.js';

/**
 * The common part of the normalisations: y = (x − μ)/√(σ² + ε)·γ + β with the mean and biased variance of x over some axes.
 * γ and β, both or neither, have one element for each mean. Mean and variance are outputs of their own (with the reduced
 * axes kept), so that running statistics can be taken and gradients differentiated again. They, γ and β are float32 also where
 * x and y are in half precision.
 */
export class Standardize extends FunctionNode {
  constructor(
    label: string,
    private readonly axes: readonly number[],
    private readonly eps: number,
  ) {
    super(label);
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([given, gamma, beta]: Tensor[]): Tensor[] {
    this.retainInputs(...(gamma ? [0, 1] : [0]));
    this.retainOutputs(1, 2);
    const half = given.dtype === 'float16';
    const x = half ? given.cast('float32') : given;
    const kept = reducedShape(x.shape, this.axes, true);
    const perMean = 1 / this.#count(x.shape);
    const mean = x.sum(this.axes, true).mul(perMean);
    const centred = x.sub(mean);
    const variance = centred.square().sum(this.axes, true).mul(perMean);
    const inverse = variance.add(this.eps).unary('rsqrt');
    const y = centred.mul(gamma ? inverse.mul(gamma.reshape(kept)) : inverse);
    const result = beta ? y.add(beta.reshape(kept)) : y;
    return [half ? result.cast('float16') : result, mean, variance];
  }

  override backward(wanted: readonly number[], [given, gmean, gvariance]: (Variable | null)[]): (Variable | null)[] {
    const [stored, gamma] = this.getRetainedInputs();
    const [x, gy] = [asFloat32(stored), given && asFloat32(given)];
    const [mean, variance] = this.getRetainedOutputs();
    const options = { axis: this.axes, keepdims: true };
    const perMean = 1 / this.#count(x.shape);
    const inverse = variance.add(this.eps).pow(-0.5);
    const centred = x.sub(mean);
    const gbeta = gy && sum(gy, options);
    const ggamma = gy && sum(gy.mul(centred), options).mul(inverse);

    const gx = (): Variable | null => {
      // gx = k₁·gy + k₂·(x − μ) + k₃ with one k for each mean.
      const scale = gamma ? inverse.mul(reshape(gamma, mean.shape)) : inverse;
      const total = (a: Variable | null, b: Variable | null): Variable | null => (a && b ? a.add(b) : (a ?? b));
      const k2 = total(ggamma && scale.mul(inverse).mul(ggamma).neg(), gvariance?.mul(2) ?? null);
      const k3 = total(gbeta && scale.mul(gbeta).neg(), gmean);
      const linear = total(gy?.mul(scale) ?? null, k2 && centred.mul(k2.mul(perMean)));
      const constant = k3 && (linear ? k3.mul(perMean) : broadcastTo(k3.mul(perMean), x.shape));
      const g = total(linear, constant);
      return g && cast(g, stored.dtype);
    };
    return wanted.map((i) => {
      if (i === 0) return gx();
      const g = i === 1 ? ggamma : gbeta;
      return g && reshape(g, this.inputs[i].shape);
    });
  }

  /** How many elements share a mean. */
  #count(shape: readonly number[]): number {
    return this.axes.reduce((n, axis) => n * shape[axis], 1);
  }
}
