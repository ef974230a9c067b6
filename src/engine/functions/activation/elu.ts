import { FunctionNode } from '../../core/functionNode.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { less } from '../math/comparison.js';

class Elu extends FunctionNode {
  constructor(private readonly alpha: number) {
    super('elu');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('elu', this.alpha)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return new EluGrad(this.alpha).apply([x, gy]);
  }
}

class EluGrad extends FunctionNode {
  constructor(private readonly alpha: number) {
    super('eluGrad');
  }

  override forward([x, gy]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [x.binary('eluGrad', gy, this.alpha)];
  }

  override backward(_wanted: readonly number[], [ggx]: Variable[]): Variable[] {
    const [x, gy] = this.getRetainedInputs();
    const chain = (g: Variable): Variable => new EluGrad(this.alpha).apply([x, g])[0];
    return [chain(gy.mul(ggx)).mul(less(x, 0)), chain(ggx)];
  }
}

/**
 * Exponential linear unit: x where x ≥ 0, else alpha·(eˣ − 1).
 *
 * @see Clevert et al. 2016, arXiv:1511.07289
 */
export const elu = (x: Operand, { alpha = 1 } = {}): Variable => new Elu(alpha).apply([asVariable(x)])[0];
