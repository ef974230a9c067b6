import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Expm1 extends FunctionNode {
  constructor() {
    super('expm1');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.unary('expm1')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return [gy.mul(y.add(1))];
  }
}

/** eˣ − 1, accurate near 0. */
export const expm1 = (x: Operand): Variable => new Expm1().apply([asVariable(x)])[0];
