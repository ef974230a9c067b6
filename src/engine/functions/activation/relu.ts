import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Relu extends FunctionNode {
  constructor() {
    super('relu');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.unary('relu')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return new ReluGrad().apply([y, gy]);
  }
}

/** (y, gy) → gy where y > 0, else 0; y may be what relu got or what it gave. */
export class ReluGrad extends FunctionNode {
  constructor() {
    super('reluGrad');
  }

  override forward([y, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [y.binary('reluGrad', gy)];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): (Variable | null)[] {
    const [y] = this.getRetainedInputs();
    return [null, new ReluGrad().apply([y, ggx])[0]];
  }
}

/** Rectified linear unit: max(x, 0). The gradient at 0 is 0. */
export const relu = (x: Operand): Variable => new Relu().apply([asVariable(x)])[0];
