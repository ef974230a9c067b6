import type { UnaryOp } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';

/** y = f(x) by a primitive of one argument, with f′ as a function of x. */
export class Elementwise extends FunctionNode {
  constructor(
    label: string,
    private readonly op: UnaryOp,
    private readonly derivative: (x: Variable) => Variable,
  ) {
    super(label);
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary(this.op)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(this.derivative(x))];
  }
}
