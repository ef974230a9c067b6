import type { Link } from '../../core/link.js';
import type { Parameter } from '../../core/parameter.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { groupNormalization } from '../../functions/normalization/groupNormalization.js';
import { WeightSubstitute } from './weightSubstitute.js';

/**
 * Gives the weights of every output mean 0 and variance 1.
 *
 * @example new L.Convolution2D(3, 64, 3).addHook(new L.WeightStandardization())
 * @see Qiao et al. 2019, Weight standardization, arXiv:1903.10520
 */
export class WeightStandardization extends WeightSubstitute {
  readonly name = 'WeightStandardization';
  readonly #eps: number;

  constructor({ eps = 1e-5, weightName = 'W' } = {}) {
    super(weightName);
    this.#eps = eps;
  }

  protected override substitute(_link: Link, weight: Parameter): Variable {
    const channels = [weight.shape[1]];
    const [ones, zeros] = [Tensor.full(channels, 1), Tensor.zeros(channels)];
    return groupNormalization(weight, 1, ones, zeros, { eps: this.#eps });
  }
}
