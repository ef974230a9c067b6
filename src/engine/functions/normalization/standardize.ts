import { FunctionNode } from '../../core/functionNode.js';
import { reducedShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { reshape } from '../array/reshape.js';
import { sum } from '../math/sum.js';

/**
 * The common part of the normalisations: y = (x − μ)/√(σ² + ε)·γ + β with the mean and biased variance of x over some axes.
 * γ and β, both or neither, have one element for each mean. Mean and variance are outputs of their own (with the reduced
 * axes kept), so that running statistics can be taken and gradients differentiated again.
 */
export class Standardize extends FunctionNode {
  constructor(
    label: string,
    private readonly axes: readonly number[],
    private readonly eps: number,
  ) {
    super(label);
  }

  override forward([x, gamma, beta]: Tensor[]): Tensor[] {
    this.retainInputs(...(gamma ? [0, 1] : [0]));
    this.retainOutputs(1, 2);
    const kept = reducedShape(x.shape, this.axes, true);
    const perMean = 1 / this.#count(x.shape);
    const mean = x.sum(this.axes, true).mul(perMean);
    const centred = x.sub(mean);
    const variance = centred.square().sum(this.axes, true).mul(perMean);
    const inverse = variance.add(this.eps).unary('rsqrt');
    const y = centred.mul(gamma ? inverse.mul(gamma.reshape(kept)) : inverse);
    return [beta ? y.add(beta.reshape(kept)) : y, mean, variance];
  }

  override backward(wanted: readonly number[], [gy, gmean, gvariance]: (Variable | null)[]): (Variable | null)[] {
    const [x, gamma] = this.getRetainedInputs();
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
      return total(linear, constant);
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
