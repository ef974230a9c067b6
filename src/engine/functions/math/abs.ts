import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sign } from './sign.js';

class Abs extends FunctionNode {
  constructor() {
    super('abs');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.abs()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(sign(x))];
  }
}

/** |x|. The gradient at 0 is 0. */
export const abs = (x: Operand): Variable => new Abs().apply([asVariable(x)])[0];
