import type { Shape } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { broadcastShapes, expectShape, formatShape, sameShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sumTo } from '../math/sumTo.js';

class BroadcastTo extends FunctionNode {
  constructor(private readonly shape: Shape) {
    super('broadcastTo');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.broadcastTo(this.shape)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [sumTo(gy, this.inputs[0].shape)];
  }
}

/** Repeats x along axes of length 1 (and new leading ones) up to `shape`. */
export function broadcastTo(x: Operand, shape: Shape): Variable {
  const v = asVariable(x);
  if (sameShape(v.shape, shape)) return v;
  expectShape('broadcastTo', shape);
  if (!sameShape(broadcastShapes('broadcastTo', v.shape, shape), shape))
    throw new TypeCheckError(`broadcastTo: ${formatShape(v.shape)} does not broadcast to ${formatShape(shape)}`);
  return new BroadcastTo(shape).apply([v])[0];
}
