import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sigmoid } from './sigmoid.js';

class Softplus extends FunctionNode {
  constructor(private readonly beta: number) {
    super('softplus');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('softplus', this.beta)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(sigmoid(x.mul(this.beta)))];
  }
}

/** log(1 + e^(beta·x)) / beta: a smooth relu. */
export const softplus = (x: Operand, { beta = 1 } = {}): Variable => new Softplus(beta).apply([asVariable(x)])[0];
