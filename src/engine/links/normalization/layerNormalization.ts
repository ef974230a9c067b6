import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { layerNormalization } from '../../functions/normalization/layerNormalization.js';

/** Layer normalisation of (N, D) with scale and shift of each column. */
export class LayerNormalization extends Link {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  private readonly eps: number;

  /** @param size D; null: known at the first input */
  constructor(
    size: number | null = null,
    { eps = 1e-6, initialGamma = 1 as InitializerLike, initialBeta = 0 as InitializerLike } = {},
  ) {
    super();
    this.eps = eps;
    const shape = size === null ? null : [size];
    this.gamma = new Parameter(initialGamma, shape, 'gamma', 'float32');
    this.beta = new Parameter(initialBeta, shape, 'beta', 'float32');
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    for (const parameter of [this.gamma, this.beta]) parameter.initialize([v.shape[1]]);
    return layerNormalization(v, this.gamma, this.beta, { eps: this.eps });
  }
}
