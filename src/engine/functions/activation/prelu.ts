import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { alignFrom } from '../array/alignFrom.js';
import { greaterEqual, less } from '../math/comparison.js';
import { sumTo } from '../math/sumTo.js';

/** x and slopes w that broadcast to it. */
class Prelu extends FunctionNode {
  constructor() {
    super('prelu');
  }

  override forward([x, w]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [x.unary('relu').sub(x.neg().unary('relu').mul(w))];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x, w] = this.getRetainedInputs();
    const negative = gy.mul(less(x, 0));
    return wanted.map((i) =>
      i === 0 ? gy.mul(greaterEqual(x, 0)).add(negative.mul(w)) : sumTo(negative.mul(x), w.shape),
    );
  }
}

/**
 * x where x ≥ 0, else w·x, with learned slopes.
 *
 * @param w slopes; their axes are those of x from axis 1 on
 * @see He et al. 2015, Delving deep into rectifiers, arXiv:1502.01852
 */
export function prelu(x: Operand, w: Operand): Variable {
  const [vx, vw] = [asVariable(x), asVariable(w)];
  const fits = vw.shape.every((d, i) => d === vx.shape[1 + i]);
  expectType('prelu', fits, "w with x's axes from axis 1 on", { x: vx, w: vw });
  return new Prelu().apply([vx, alignFrom(vw, vx.ndim, 1)])[0];
}
