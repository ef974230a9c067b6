import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Rsqrt extends FunctionNode {
  constructor() {
    super('rsqrt');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    this.retainOutputs(0);
    return [x.unary('rsqrt')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    const [y] = this.getRetainedOutputs();
    return [gy.mul(y).div(x).mul(-0.5)];
  }
}

/** 1/√x. */
export const rsqrt = (x: Operand): Variable => new Rsqrt().apply([asVariable(x)])[0];
