import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Sqrt extends FunctionNode {
  constructor() {
    super('sqrt');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.sqrt()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return [gy.div(y).mul(0.5)];
  }
}

/** √x. The gradient at 0 is infinite. */
export const sqrt = (x: Operand): Variable => new Sqrt().apply([asVariable(x)])[0];
