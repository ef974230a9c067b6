import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/** Stochastic gradient descent: p −= lr·g. */
export class SGD extends Optimizer {
  lr: number;
  protected readonly stateNames = [];

  constructor({ lr = 0.01 } = {}) {
    super();
    this.lr = lr;
  }

  protected override updateParameter(param: Tensor, grad: Tensor): void {
    param.assign(param.sub(grad.mul(this.lr)));
  }
}
