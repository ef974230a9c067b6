import { type Shape, sizeOf } from '../../backends/backend.js';
import { FunctionNode } from '../../core/functionNode.js';
import { sameShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { reshape } from '../array/reshape.js';

class SumTo extends FunctionNode {
  constructor(private readonly shape: Shape) {
    super('sumTo');
  }

  override forward([x]: Tensor[]): Tensor[] {
    const missing = x.ndim - this.shape.length;
    const axes = x.shape.flatMap((d, i) => (i < missing || (this.shape[i - missing] === 1 && d !== 1) ? [i] : []));
    return [x.sum(axes).reshape(this.shape)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [broadcastTo(gy, this.inputs[0].shape)];
  }
}

/** Sums x over the axes along which `shape` would be broadcast to x's shape: the adjoint of broadcasting. */
export function sumTo(x: Operand, shape: Shape): Variable {
  const v = asVariable(x);
  if (sameShape(v.shape, shape)) return v;
  return sizeOf(shape) === v.size ? reshape(v, shape) : new SumTo(shape).apply([v])[0];
}
