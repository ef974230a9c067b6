import type { Shape } from '../../backends/backend.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import type { Operand, Variable } from '../../core/variable.js';
import { scale } from '../../functions/math/scale.js';
import { Bias } from './bias.js';

/** Multiplies by a learned array that lies along the input's axes from `axis` on, and perhaps adds another (`bias/b`). */
export class Scale extends Link {
  readonly W: Parameter;
  readonly bias: Bias | null;
  private readonly axis: number;

  constructor(axis: number, shape: Shape, { biasTerm = false } = {}) {
    super();
    this.axis = axis;
    this.W = new Parameter(1, shape, 'W');
    this.bias = biasTerm ? new Bias(axis, shape) : null;
  }

  override namedChildren(): [string, Link][] {
    return this.bias ? [['bias', this.bias]] : [];
  }

  override forward(x: Operand): Variable {
    const y = scale(x, this.W, { axis: this.axis });
    return this.bias ? this.bias.forward(y) : y;
  }
}
