import { FunctionNode } from '../../core/functionNode.js';
import { broadcastShapes } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { sumTo } from '../math/sumTo.js';

class Where extends FunctionNode {
  constructor() {
    super('where');
  }

  override forward([condition, a, b]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [condition.where(a, b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): (Variable | null)[] {
    const [condition] = this.getRetainedInputs();
    return wanted.map((i) => {
      if (i === 0) return null;
      return sumTo(i === 1 ? where(condition, gy, 0) : where(condition, 0, gy), this.inputs[i].shape);
    });
  }
}

/** a where the condition is not 0, elsewhere b; all three broadcast. */
export function where(condition: Operand, a: Operand, b: Operand): Variable {
  const like = asVariable(typeof a === 'number' ? b : a);
  const operand = (x: Operand): Variable =>
    typeof x === 'number'
      ? new Variable(Tensor.full([], x, like.dtype, like.data.backend), { requiresGrad: false })
      : asVariable(x);
  const [c, va, vb] = [asVariable(condition), operand(a), operand(b)];
  broadcastShapes('where', c.shape, va.shape, vb.shape);
  return new Where().apply([c, va, vb])[0];
}
