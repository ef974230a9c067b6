import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Square extends FunctionNode {
  constructor() {
    super('square');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.square()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(x).mul(2)];
  }
}

/** x². */
export const square = (x: Operand): Variable => new Square().apply([asVariable(x)])[0];
