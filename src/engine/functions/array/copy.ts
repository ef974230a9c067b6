import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Copy extends FunctionNode {
  constructor() {
    super('copy');
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.copy()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [gy];
  }
}

/** The same elements in memory of their own. */
export const copy = (x: Operand): Variable => new Copy().apply([asVariable(x)])[0];
