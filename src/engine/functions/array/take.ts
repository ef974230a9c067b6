import type { Shape } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { checkLabels } from '../../core/debug.js';
import { TypeCheckError } from '../../core/errors.js';
import { FunctionNode } from '../../core/functionNode.js';
import { formatShape, normalizeAxis } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asLabels } from '../asLabels.js';
import { reshape } from './reshape.js';

class Take extends FunctionNode {
  constructor(private readonly axis: number) {
    super('take');
  }

  override forward([x, indices]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [new Tensor(x.backend, x.backend.take(x.array, indices.array, this.axis))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [indices] = this.getRetainedInputs();
    return [new TakeGrad(this.inputs[0].shape, this.axis).apply([gy, indices])[0], null];
  }
}

export class TakeGrad extends FunctionNode {
  constructor(
    private readonly shape: Shape,
    private readonly axis: number,
  ) {
    super('takeGrad');
  }

  override forward([gy, indices]: Tensor[]): Tensor[] {
    this.retainInputs(1);
    return [new Tensor(gy.backend, gy.backend.takeGrad(gy.array, indices.array, this.shape, this.axis))];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): (Variable | null)[] {
    const [indices] = this.getRetainedInputs();
    return [new Take(this.axis).apply([ggx, indices])[0], null];
  }
}

/**
 * Rows of x along an axis: the axis is replaced by the shape of the indices. Gradients of a row taken twice add up.
 *
 * @param indices int32, 0 ≤ index < length of the axis (checked in debug mode alone: they are on the device)
 */
export function take(x: Operand, indices: Operand, axis = 0): Variable {
  const v = asVariable(x);
  const along = normalizeAxis('take', axis, v.ndim);
  const index = asLabels(indices);
  if (index.dtype !== 'int32')
    throw new TypeCheckError(`take: expected int32 indices, but they are ${index.dtype} ${formatShape(index.shape)}`);
  if (config.debug) checkLabels('take', index.data, v.shape[along]);
  const rows = new Take(along).apply([v, reshape(index, [-1])])[0];
  return reshape(rows, [...v.shape.slice(0, along), ...index.shape, ...v.shape.slice(along + 1)]);
}
