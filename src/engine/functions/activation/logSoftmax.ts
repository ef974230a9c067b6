import { FunctionNode } from '../../core/functionNode.js';
import { normalizeAxis } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { exp } from '../math/exp.js';
import { sum } from '../math/sum.js';

class LogSoftmax extends FunctionNode {
  constructor(private readonly axis: number) {
    super('logSoftmax');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainOutputs(0);
    const shifted = x.sub(x.max(this.axis, true));
    return [shifted.sub(shifted.exp().sum(this.axis, true).log())];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [y] = this.getRetainedOutputs();
    return [gy.sub(exp(y).mul(sum(gy, { axis: this.axis, keepdims: true })))];
  }
}

/** log(eˣ / Σ eˣ) along an axis, without overflow. */
export function logSoftmax(x: Operand, { axis = 1 } = {}): Variable {
  const v = asVariable(x);
  return new LogSoftmax(normalizeAxis('logSoftmax', axis, v.ndim)).apply([v])[0];
}
