import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import { sigmoid } from '../../functions/activation/sigmoid.js';
import { Linear } from './linear.js';

/**
 * A layer that mixes its input and a transform of it: g·f(plain x) + (1 − g)·x with the gate g = σ(transform x).
 *
 * @see Srivastava et al. 2015, Highway networks, arXiv:1505.00387
 */
export class Highway extends Chain {
  readonly plain: Linear;
  readonly transform: Linear;
  private readonly activate: (x: Variable) => Variable;

  /** @param options.initialTransformBias below 0 the layer begins by passing its input on */
  constructor(size: number, { activate = relu as (x: Variable) => Variable, initialTransformBias = -1 } = {}) {
    super();
    this.activate = activate;
    this.plain = new Linear(size, size);
    this.transform = new Linear(size, size, { initialBias: initialTransformBias });
  }

  override forward(x: Operand): Variable {
    const v = asVariable(x);
    const [plain, gate] = [this.activate(this.plain.forward(v)), sigmoid(this.transform.forward(v))];
    return v.add(gate.mul(plain.sub(v)));
  }
}
