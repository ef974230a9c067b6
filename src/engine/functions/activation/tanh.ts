import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Tanh extends FunctionNode {
  constructor() {
    super('tanh');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [x.unary('tanh')];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return new TanhGrad().apply([y, gy]);
  }
}

/** gy·(1 − y²). */
class TanhGrad extends FunctionNode {
  constructor() {
    super('tanhGrad');
  }

  override forward([y, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [y.binary('tanhGrad', gy)];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    const [y, gy] = this.getRetainedInputs();
    return [ggx.mul(gy).mul(y).mul(-2), new TanhGrad().apply([y, ggx])[0]];
  }
}

/** Hyperbolic tangent. */
export const tanh = (x: Operand): Variable => new Tanh().apply([asVariable(x)])[0];
