import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sin } from './sin.js';

class Cos extends FunctionNode {
  constructor() {
    super('cos');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('cos')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(sin(x)).neg()];
  }
}

/** cos x. */
export const cos = (x: Operand): Variable => new Cos().apply([asVariable(x)])[0];
