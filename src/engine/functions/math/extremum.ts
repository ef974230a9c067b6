/** Largest and smallest elements over axes. */
import { FunctionNode } from '../../core/functionNode.js';
import { expectType, normalizeAxes, reducedShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { reshape } from '../array/reshape.js';
import { equal } from './comparison.js';
import type { ReductionOptions } from './sum.js';

class Extremum extends FunctionNode {
  constructor(
    private readonly op: 'max' | 'min',
    private readonly axes: readonly number[],
  ) {
    super(op);
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    this.retainOutputs(0);
    return [x.reduce(this.op, this.axes, true)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    const [y] = this.getRetainedOutputs();
    return [broadcastTo(gy, x.shape).mul(equal(x, y))];
  }
}

function extremum(op: 'max' | 'min', x: Operand, { axis = null, keepdims = false }: ReductionOptions): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes(op, axis, v.ndim);
  const shape = reducedShape(v.shape, axes, keepdims);
  // Nothing has no largest element; where the result is empty too, none is asked for.
  expectType(op, v.size > 0 || shape.includes(0), `an element along axes ${axes.join(', ')}`, { x: v });
  return reshape(new Extremum(op, axes).apply([v])[0], shape);
}

/** Largest element over axes (default: all). Every tied element receives the full gradient, as in Chainer. */
export const max = (x: Operand, options: ReductionOptions = {}): Variable => extremum('max', x, options);

/** Smallest element over axes (default: all). Every tied element receives the full gradient, as in Chainer. */
export const min = (x: Operand, options: ReductionOptions = {}): Variable => extremum('min', x, options);
