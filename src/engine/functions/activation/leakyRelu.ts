import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class LeakyRelu extends FunctionNode {
  constructor(private readonly slope: number) {
    super('leakyRelu');
  }

  override forward([x]: Tensor[]): Tensor[] {
    // The output shows the sign of x, unless the slope hides it; and the next layer retains it anyway.
    if (this.slope > 0) this.retainOutputs(0);
    else this.retainInputs(0);
    return [x.unary('leakyRelu', this.slope)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [signed] = this.slope > 0 ? this.getRetainedOutputs() : this.getRetainedInputs();
    return new LeakyReluGrad(this.slope).apply([signed, gy]);
  }
}

class LeakyReluGrad extends FunctionNode {
  constructor(private readonly slope: number) {
    super('leakyReluGrad');
  }

  override forward([signed, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [signed.binary('leakyReluGrad', gy, this.slope)];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): (Variable | null)[] {
    const [signed] = this.getRetainedInputs();
    return [null, new LeakyReluGrad(this.slope).apply([signed, ggx])[0]];
  }
}

/** x where x ≥ 0, else slope·x. The gradient at 0 is 1 (in Chainer the slope). */
export const leakyRelu = (x: Operand, { slope = 0.2 } = {}): Variable => new LeakyRelu(slope).apply([asVariable(x)])[0];
