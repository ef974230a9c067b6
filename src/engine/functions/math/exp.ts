import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Exp extends FunctionNode {
  constructor() {
    super('exp');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.exp()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return [gy.mul(y)];
  }
}

/** eˣ. */
export const exp = (x: Operand): Variable => new Exp().apply([asVariable(x)])[0];
