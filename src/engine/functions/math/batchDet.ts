import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { transpose } from '../array/transpose.js';
import { batchInv } from './batchInv.js';
import { eliminate, identities } from './elimination.js';

class BatchDet extends FunctionNode {
  constructor() {
    super('batchDet');
  }

  override forward([a]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    this.retainOutputs(0);
    return [eliminate(a, identities(a.shape[0], a.shape[1], a), 'zero').determinants];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [a] = this.getRetainedInputs();
    const [det] = this.getRetainedOutputs();
    return [reshape(gy.mul(det), [-1, 1, 1]).mul(transpose(batchInv(a), [0, 2, 1]))];
  }
}

/** Determinants of matrices (B, n, n) → (B). The gradient of a singular matrix is not defined (infinities or NaN). */
export function batchDet(a: Operand): Variable {
  const v = asVariable(a);
  expectType('batchDet', v.ndim === 3 && v.shape[1] === v.shape[2], 'a (B, n, n)', { a: v });
  return new BatchDet().apply([v])[0];
}
