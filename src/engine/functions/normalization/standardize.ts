import type { Normalization } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import { Variable } from '../../core/variable.js';
import { ReluGrad } from '../activation/relu.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { asFloat32 } from '../asFloat32.js';
import { sum } from '../math/sum.js';

/**
 * The common part of the normalisations: y = (x − μ)/√(σ² + ε)·γ + β with the mean and biased variance of x over some axes.
 * γ and β, both or neither, have one element for each mean; with `relu`, max(y, 0). Mean and variance are outputs of their own (with the reduced
 * axes kept), so that running statistics can be taken and gradients differentiated again. They, γ and β are float32 also where
 * x and y are in half precision.
 */
export class Standardize extends FunctionNode {
  constructor(
    label: string,
    private readonly axes: readonly number[],
    private readonly eps: number,
    private readonly relu = false,
  ) {
    super(label);
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([given, gamma, beta]: Tensor[]): Tensor[] {
    this.retainInputs(...(gamma ? [0, 1, 2] : [0]));
    this.retainOutputs(...(this.relu ? [1, 2, 0] : [1, 2]));
    const half = given.dtype === 'float16';
    const x = half ? given.cast('float32') : given;
    const made = x.backend.standardize(x.array, this.#normalization(gamma, beta));
    const [y, mean, variance] = [made.y, made.mean, made.variance].map((array) => new Tensor(x.backend, array));
    return [half ? y.cast('float16') : y, mean, variance];
  }

  override backward(wanted: readonly number[], [given, gmean, gvariance]: (Variable | null)[]): (Variable | null)[] {
    if (!config.enableBackprop && given && !gmean && !gvariance) return this.#gradients(given.data);
    const [stored, gamma] = this.getRetainedInputs();
    const [mean, variance, y] = this.getRetainedOutputs();
    const [x, gradient] = [asFloat32(stored), given && asFloat32(given)];
    const gy = gradient && y ? new ReluGrad().apply([asFloat32(y), gradient])[0] : gradient;
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

  /** All gradients as numbers, where nobody asks for theirs. */
  #gradients(given: Tensor): Variable[] {
    const [stored, gamma, beta] = this.getRetainedInputs().map((v) => v.data);
    const [mean, variance, output = stored] = this.getRetainedOutputs().map((v) => v.data);
    const { backend } = stored;
    const [x, y, gy] = [stored, output, given].map((t) => (t.dtype === 'float16' ? t.cast('float32') : t).array);
    const normalization = this.#normalization(gamma, beta);
    const { gx, ggamma, gbeta } = backend.standardizeGrad(x, y, gy, mean.array, variance.array, normalization);
    const [g, ...perMean] = [gx, ggamma, gbeta].map((array) => new Tensor(backend, array));
    const found = [stored.dtype === 'float16' ? g.cast('float16') : g];
    if (gamma) for (const tensor of perMean) found.push(tensor.reshape(gamma.shape));
    return found.map((tensor) => new Variable(tensor, { requiresGrad: false }));
  }

  #normalization(gamma: Tensor | undefined, beta: Tensor | undefined): Normalization {
    const { axes, eps, relu } = this;
    return { axes, eps, gamma: gamma?.array ?? null, beta: beta?.array ?? null, relu };
  }

  /** How many elements share a mean. */
  #count(shape: readonly number[]): number {
    return this.axes.reduce((n, axis) => n * shape[axis], 1);
  }
}
