import { config } from '../../core/config.js';
import type { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { hostNormal } from '../../core/random.js';
import { scope } from '../../core/scoped.js';
import { Tensor } from '../../core/tensor.js';
import { Variable } from '../../core/variable.js';
import { moveaxis } from '../../functions/array/moveaxis.js';
import { reshape } from '../../functions/array/reshape.js';
import { matmul } from '../../functions/math/matmul.js';
import { sum } from '../../functions/math/sum.js';
import { Deconvolution2D } from '../connection/deconvolution2D.js';
import { DeconvolutionND } from '../connection/deconvolutionND.js';
import { WeightSubstitute } from './weightSubstitute.js';

export interface SpectralNormalizationOptions {
  /** Steps of power iteration at each forward. */
  nPowerIteration?: number;
  eps?: number;
  /** Learns a scale, which begins at the first largest singular value. */
  useGamma?: boolean;
  /** Divides the singular value: the norm that the weight is given. */
  factor?: number | null;
  weightName?: string;
}

/**
 * Divides a weight by its largest singular value, estimated by power iteration, so that the link stretches nothing by more
 * than 1. The weight counts as a matrix whose rows are the outputs. The estimate `W_u` is saved with the link and moves on
 * only in training.
 *
 * @example new L.Convolution2D(3, 64, 3).addHook(new L.SpectralNormalization())
 * @see Miyato et al. 2018, Spectral normalization for generative adversarial networks, arXiv:1802.05957
 */
export class SpectralNormalization extends WeightSubstitute {
  readonly name = 'SpectralNormalization';
  readonly #options: Required<Omit<SpectralNormalizationOptions, 'weightName'>>;

  constructor({
    nPowerIteration = 1,
    eps = 1e-6,
    useGamma = false,
    factor = null,
    weightName = 'W',
  }: SpectralNormalizationOptions = {}) {
    super(weightName);
    this.#options = { nPowerIteration, eps, useGamma, factor };
  }

  override added(link: Link): void {
    super.added(link);
    const weight = this.weightOf(link);
    if (weight.isInitialized) this.#prepare(link, weight);
  }

  get #vectorName(): string {
    return `${this.weightName}_u`;
  }

  get #gammaName(): string {
    return `${this.weightName}_gamma`;
  }

  /** Rows are outputs: axis 0, or axis 1 of transposed convolutions. */
  #matrix(link: Link, weight: Variable): Variable {
    const axis = link instanceof Deconvolution2D || link instanceof DeconvolutionND ? 1 : 0;
    const rows = moveaxis(weight, axis, 0);
    return reshape(rows, [rows.shape[0], -1]);
  }

  #prepare(link: Link, weight: Parameter): void {
    if (link.hasPersistent(this.#vectorName)) return;
    const rows = scope(() => this.#matrix(link, weight.detach()).shape[0]);
    link.addPersistent(this.#vectorName, Tensor.from(Float32Array.from(hostNormal(rows)), [rows], weight.data.backend));
    if (!this.#options.useGamma) return;
    const gamma = new Parameter(1, [], this.#gammaName);
    Reflect.set(link, this.#gammaName, gamma);
    const sigma = scope(() => this.#singularValue(link, weight.detach(), 10).data);
    gamma.data.assign(sigma);
    sigma.dispose();
  }

  /** uᵀ·W·v for the best u and v so far; both are constants to backward. */
  #singularValue(link: Link, weight: Variable, iterations: number): Variable {
    const stored = link.persistent(this.#vectorName) as Tensor;
    const matrix = this.#matrix(link, weight);
    const rows = matrix.data;
    const unit = (x: Tensor): Tensor => x.div(x.square().sum().sqrt().add(this.#options.eps));
    let u = stored.reshape([1, rows.shape[0]]);
    let v = unit(u.matmul(rows));
    for (let i = 0; i < iterations; i++) {
      v = unit(u.matmul(rows));
      u = unit(v.matmul(rows, { transB: true }));
    }
    if (config.train && !config.inRecomputing) stored.assign(u.reshape(stored.shape));
    const constant = (x: Tensor): Variable => new Variable(x, { requiresGrad: false });
    return sum(matmul(constant(u), matrix).mul(constant(v)));
  }

  protected override substitute(link: Link, weight: Parameter): Variable {
    this.#prepare(link, weight);
    const { nPowerIteration, factor } = this.#options;
    const sigma = this.#singularValue(link, weight, nPowerIteration);
    const scaled = weight.div(factor === null ? sigma : sigma.mul(1 / factor));
    const gamma = Reflect.get(link, this.#gammaName);
    return gamma instanceof Parameter ? scaled.mul(gamma) : scaled;
  }
}
