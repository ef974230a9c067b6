import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { greaterEqual, lessEqual } from './comparison.js';

class Clip extends FunctionNode {
  constructor(
    private readonly min: number,
    private readonly max: number,
  ) {
    super('clip');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('clip', this.min, this.max)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [gy.mul(greaterEqual(x, this.min)).mul(lessEqual(x, this.max))];
  }
}

/** x limited to [min, max]. The gradient passes at both bounds. */
export const clip = (x: Operand, min: number, max: number): Variable => new Clip(min, max).apply([asVariable(x)])[0];
