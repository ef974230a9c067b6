import { FunctionNode } from '../../core/functionNode.js';
import { normalizeAxis } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sum } from '../math/sum.js';

class Softmax extends FunctionNode {
  constructor(private readonly axis: number) {
    super('softmax');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    const e = x.sub(x.max(this.axis, true)).exp();
    return [e.div(e.sum(this.axis, true))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    const weighted = y.mul(gy);
    return [weighted.sub(y.mul(sum(weighted, { axis: this.axis, keepdims: true })))];
  }
}

/** eˣ / Σ eˣ along an axis, without overflow. */
export function softmax(x: Operand, { axis = 1 } = {}): Variable {
  const v = asVariable(x);
  return new Softmax(normalizeAxis('softmax', axis, v.ndim)).apply([v])[0];
}
