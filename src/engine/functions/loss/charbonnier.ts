import { FunctionNode } from '../../core/functionNode.js';
import { expectSameShape } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import type { Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';

class Charbonnier extends FunctionNode {
  constructor(private readonly eps: number) {
    super('charbonnier');
  }

  override forward([x, t]: Tensor[]): Tensor[] {
    expectSameShape(this.label, { x, t });
    this.retainInputs(0, 1);
    this.retainOutputs(0);
    return [
      x
        .sub(t)
        .square()
        .add(this.eps ** 2)
        .sqrt(),
    ];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x, t] = this.getRetainedInputs();
    const [y] = this.getRetainedOutputs();
    const gx = gy.mul(x.sub(t)).div(y); // y ≥ ε > 0
    return wanted.map((i) => (i === 0 ? gx : gx.neg()));
  }
}

/**
 * Charbonnier distance, an L1 that is smooth at zero: y = √((x − t)² + ε²), element by element.
 *
 * @param x   prediction, any shape
 * @param t   target, the shape of x
 * @param options.eps ε > 0, in the units of x; errors below it count quadratically
 * @returns   the shape of x; `F.mean` makes it a loss
 * @example   F.charbonnier([3], [0], { eps: 4 }) // [5]
 * @see       Lai et al. 2017, Deep Laplacian Pyramid Networks, arXiv:1704.03915
 */
export function charbonnier(x: Operand, t: Operand, { eps = 1e-3 } = {}): Variable {
  return new Charbonnier(eps).apply([asFloat32(x), asFloat32(t)])[0];
}
