import type { Shape } from '../../backends/backend.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { swish } from '../../functions/activation/swish.js';

/** x·σ(beta·x) with learned beta, whose axes are those of the input from axis 1 on; shape null: known at the first input. */
export class Swish extends Link {
  readonly beta: Parameter;

  constructor(betaShape: Shape | null = null, { betaInit = 1 } = {}) {
    super();
    this.beta = new Parameter(betaInit, betaShape, 'beta');
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    this.beta.initialize(v.shape.slice(1));
    return swish(v, this.beta);
  }
}
