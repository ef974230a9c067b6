import { FunctionNode } from '../../core/functionNode.js';
import { expectType, normalizeAxis } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

class Transpose extends FunctionNode {
  constructor(private readonly order: readonly number[]) {
    super('transpose');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.transpose(this.order)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const inverse = this.order.map((_, i) => this.order.indexOf(i));
    return [transpose(gy, inverse)];
  }
}

/** Axes in a new order: axis i of the result is axis `axes[i]` of x. Default: reversed. */
export function transpose(x: Operand, axes: readonly number[] | null = null): Variable {
  const v = asVariable(x);
  const order = axes ? axes.map((a) => normalizeAxis('transpose', a, v.ndim)) : v.shape.map((_, i) => v.ndim - 1 - i);
  const complete = order.length === v.ndim && new Set(order).size === v.ndim;
  expectType('transpose', complete, `axes (${order.join(', ')}) to name each axis once`, { x: v });
  return new Transpose(order).apply([v])[0];
}
