import { FunctionNode } from '../../core/functionNode.js';
import { expectType, normalizeAxis } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { pad } from './pad.js';

class Slice extends FunctionNode {
  constructor(
    private readonly axis: number,
    private readonly start: number,
    private readonly length: number,
  ) {
    super('slice');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.slice(this.axis, this.start, this.length)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const { shape } = this.inputs[0];
    const after = shape[this.axis] - this.start - this.length;
    return [
      pad(
        gy,
        shape.map((_, i) => (i === this.axis ? [this.start, after] : [0, 0])),
      ),
    ];
  }
}

/** `length` elements from `start` along one axis. */
export function slice(x: Operand, axis: number, start: number, length: number): Variable {
  const v = asVariable(x);
  const along = normalizeAxis('slice', axis, v.ndim);
  const inside = start >= 0 && length >= 0 && start + length <= v.shape[along];
  expectType('slice', inside, `${start} … ${start + length} within axis ${along}`, { x: v });
  return length === v.shape[along] ? v : new Slice(along, start, length).apply([v])[0];
}
