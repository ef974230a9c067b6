import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { sumTo } from './sumTo.js';

class Arctan2 extends FunctionNode {
  constructor() {
    super('arctan2');
  }

  override forward([y, x]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [y.binary('atan2', x)];
  }

  override backward(wanted: readonly number[], [gz]: Variable[]): Variable[] {
    const [y, x] = this.getRetainedInputs();
    const scaled = gz.div(x.mul(x).add(y.mul(y)));
    return wanted.map((i) => sumTo(i === 0 ? scaled.mul(x) : scaled.mul(y).neg(), this.inputs[i].shape));
  }
}

/** The angle of the point (x, y) in (−π, π], broadcast. */
export const arctan2 = (y: Operand, x: Operand): Variable => new Arctan2().apply([asVariable(y), asVariable(x)])[0];
