import { FunctionNode } from '../../core/functionNode.js';
import { normalizeAxis } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { flip } from '../array/flip.js';
import { reshape } from '../array/reshape.js';

class Cumsum extends FunctionNode {
  constructor(private readonly axis: number) {
    super('cumsum');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [new Tensor(x.backend, x.backend.cumsum(x.array, this.axis))];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [flip(new Cumsum(this.axis).apply([flip(gy, this.axis)])[0], this.axis)];
  }
}

/** Running sum along an axis; null: over the flattened x. */
export function cumsum(x: Operand, axis: number | null = null): Variable {
  const v = axis === null ? reshape(x, [-1]) : asVariable(x);
  return new Cumsum(normalizeAxis('cumsum', axis ?? 0, v.ndim)).apply([v])[0];
}
