import type { Shape } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import { sameShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Reshape extends FunctionNode {
  constructor(private readonly shape: Shape) {
    super('reshape');
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.reshape(this.shape)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [reshape(gy, this.inputs[0].shape)];
  }
}

/** The same elements, row-major, under another shape; one entry may be −1 and is worked out. */
export function reshape(x: Operand, shape: Shape): Variable {
  const v = asVariable(x);
  return sameShape(v.shape, shape) ? v : new Reshape(shape).apply([v])[0];
}
