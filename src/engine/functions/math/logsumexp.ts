import { FunctionNode } from '../../core/functionNode.js';
import { normalizeAxes, reducedShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { exp } from './exp.js';

class Logsumexp extends FunctionNode {
  constructor(private readonly axes: readonly number[]) {
    super('logsumexp');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    this.retainOutputs(0);
    const max = x.max(this.axes, true);
    return [x.sub(max).exp().sum(this.axes, true).log().add(max)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    const [y] = this.getRetainedOutputs();
    return [exp(x.sub(y)).mul(gy)];
  }
}

/** log Σ eˣ over axes (default: all), without overflow. */
export function logsumexp(x: Operand, { axis = null as number | readonly number[] | null } = {}): Variable {
  const v = asVariable(x);
  const axes = normalizeAxes('logsumexp', axis, v.ndim);
  return reshape(new Logsumexp(axes).apply([v])[0], reducedShape(v.shape, axes, false));
}
