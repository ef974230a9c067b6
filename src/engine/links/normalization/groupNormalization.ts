import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { groupNormalization } from '../../functions/normalization/groupNormalization.js';

/** Group normalisation with scale and shift of each channel; as many groups as channels is instance normalisation. */
export class GroupNormalization extends Link {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  private readonly groups: number;
  private readonly eps: number;

  /** @param options.size number of channels; null: known at the first input */
  constructor(
    groups: number,
    {
      size = null as number | null,
      eps = 1e-5,
      initialGamma = 1 as InitializerLike,
      initialBeta = 0 as InitializerLike,
    } = {},
  ) {
    super();
    this.groups = groups;
    this.eps = eps;
    const shape = size === null ? null : [size];
    this.gamma = new Parameter(initialGamma, shape, 'gamma', 'float32');
    this.beta = new Parameter(initialBeta, shape, 'beta', 'float32');
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    for (const parameter of [this.gamma, this.beta]) parameter.initialize([v.shape[1]]);
    return groupNormalization(v, this.groups, this.gamma, this.beta, { eps: this.eps });
  }
}
