/** Larger and smaller of two, element by element. */
import { FunctionNode } from '../../core/functionNode.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { greaterEqual, lessEqual } from './comparison.js';
import { sumTo } from './sumTo.js';

class ElementwiseExtremum extends FunctionNode {
  constructor(private readonly op: 'maximum' | 'minimum') {
    super(op);
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [a.binary(this.op, b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [a, b] = this.getRetainedInputs();
    const first = this.op === 'maximum' ? greaterEqual(a, b) : lessEqual(a, b);
    return wanted.map((i) => sumTo(gy.mul(i === 0 ? first : first.neg().add(1)), this.inputs[i].shape));
  }
}

function apply(op: 'maximum' | 'minimum', a: Operand, b: Operand): Variable {
  const like = asVariable(typeof a === 'number' ? b : a);
  const operand = (x: Operand): Variable =>
    typeof x === 'number'
      ? new Variable(Tensor.full([], x, like.dtype, like.data.backend), { requiresGrad: false })
      : asVariable(x);
  return new ElementwiseExtremum(op).apply([operand(a), operand(b)])[0];
}

/** Larger of two, broadcast. Where they are equal, the gradient goes to the first. */
export const maximum = (a: Operand, b: Operand): Variable => apply('maximum', a, b);

/** Smaller of two, broadcast. Where they are equal, the gradient goes to the first. */
export const minimum = (a: Operand, b: Operand): Variable => apply('minimum', a, b);
