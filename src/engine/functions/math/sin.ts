import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cos } from './cos.js';

class Sin extends FunctionNode {
  constructor() {
    super('sin');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('sin')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(cos(x))];
  }
}

/** sin x. */
export const sin = (x: Operand): Variable => new Sin().apply([asVariable(x)])[0];
