import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { eliminate, identities } from './elimination.js';
import { matmul } from './matmul.js';

class BatchInv extends FunctionNode {
  constructor() {
    super('batchInv');
  }

  override forward([a]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    return [eliminate(a, identities(a.shape[0], a.shape[1], a), 'infinite').solution];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return [matmul(matmul(y, gy, { transA: true }), y, { transB: true }).neg()];
  }
}

/** Inverses of matrices (B, n, n). The inverse of a singular matrix holds infinities or NaN. */
export function batchInv(a: Operand): Variable {
  const v = asVariable(a);
  expectType('batchInv', v.ndim === 3 && v.shape[1] === v.shape[2], 'a (B, n, n)', { a: v });
  return new BatchInv().apply([v])[0];
}
