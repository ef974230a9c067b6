import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Log1p extends FunctionNode {
  constructor() {
    super('log1p');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('log1p')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.div(x.add(1))];
  }
}

/** log(1 + x), accurate near 0. */
export const log1p = (x: Operand): Variable => new Log1p().apply([asVariable(x)])[0];
