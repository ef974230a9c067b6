import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/** Stochastic gradient descent with momentum: v = μ·v − lr·g; p += v. */
export class MomentumSGD extends Optimizer {
  lr: number;
  momentum: number;
  protected readonly stateNames = ['v'];

  constructor({ lr = 0.01, momentum = 0.9 } = {}) {
    super();
    this.lr = lr;
    this.momentum = momentum;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { v }: Record<string, Tensor>): void {
    v.assign(v.mul(this.momentum).sub(grad.mul(this.lr)));
    param.assign(param.add(v));
  }
}
