import type { Shape } from '../../backends/backend.js';
import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import type { Operand, Variable } from '../../core/variable.js';
import { prelu } from '../../functions/activation/prelu.js';

/** Rectifier with learned slopes for negative inputs; W's axes are those of the input from axis 1 on. */
export class PReLU extends Link {
  readonly W: Parameter;

  constructor(shape: Shape = [], { init = 0.25 as InitializerLike } = {}) {
    super();
    this.W = new Parameter(init, shape, 'W');
  }

  override forward(x: Operand): Variable {
    return prelu(x, this.W);
  }
}
