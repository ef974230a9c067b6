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

  protected override hyperparameters(): Record<string, number> {
    return { lr: this.lr };
  }

  protected override setHyperparameters({ lr }: Record<string, number>): void {
    this.lr = lr;
  }
}
