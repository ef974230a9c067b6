import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { greater, less } from '../math/comparison.js';

class ClippedRelu extends FunctionNode {
  constructor(private readonly z: number) {
    super('clippedRelu');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('clip', 0, this.z)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(greater(x, 0)).mul(less(x, this.z))];
  }
}

/** min(max(x, 0), z). The gradient at both ends is 0. */
export const clippedRelu = (x: Operand, { z = 20 } = {}): Variable => new ClippedRelu(z).apply([asVariable(x)])[0];

/** min(max(x, 0), 6). */
export const relu6 = (x: Operand): Variable => clippedRelu(x, { z: 6 });
