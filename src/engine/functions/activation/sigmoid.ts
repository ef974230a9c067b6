import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Sigmoid extends FunctionNode {
  constructor() {
    super('sigmoid');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.unary('sigmoid')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return new SigmoidGrad().apply([y, gy]);
  }
}

/** gy·y·(1 − y). */
class SigmoidGrad extends FunctionNode {
  constructor() {
    super('sigmoidGrad');
  }

  override forward([y, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [y.binary('sigmoidGrad', gy)];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    const [y, gy] = this.getRetainedInputs();
    return [ggx.mul(gy).mul(y.mul(-2).add(1)), new SigmoidGrad().apply([y, ggx])[0]];
  }
}

/** 1 / (1 + e⁻ˣ). */
export const sigmoid = (x: Operand): Variable => new Sigmoid().apply([asVariable(x)])[0];
