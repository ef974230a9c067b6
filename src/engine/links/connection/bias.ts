import type { Shape } from '../../backends/backend.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import type { Operand, Variable } from '../../core/variable.js';
import { bias } from '../../functions/math/bias.js';

/** Adds a learned array that lies along the input's axes from `axis` on. */
export class Bias extends Link {
  readonly b: Parameter;
  private readonly axis: number;

  constructor(axis: number, shape: Shape) {
    super();
    this.axis = axis;
    this.b = new Parameter(0, shape, 'b');
  }

  override forward(x: Operand): Variable {
    return bias(x, this.b, { axis: this.axis });
  }
}
