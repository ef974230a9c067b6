import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/** Momentum that a change of the learning rate does not disturb: v = μ·v − g; p += lr·v. */
export class CorrectedMomentumSGD extends Optimizer {
  lr: number;
  momentum: number;
  protected readonly stateNames = ['v'];

  constructor({ lr = 0.01, momentum = 0.9 } = {}) {
    super();
    this.lr = lr;
    this.momentum = momentum;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { v }: Record<string, Tensor>): void {
    v.assign(v.mul(this.momentum).sub(grad));
    param.assign(param.add(v.mul(this.lr)));
  }
}
