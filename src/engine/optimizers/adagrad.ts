import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * AdaGrad: h += g²; p −= lr·g/(√h + ε).
 *
 * @see Duchi et al. 2011, Adaptive subgradient methods, JMLR 12
 */
export class AdaGrad extends Optimizer {
  lr: number;
  eps: number;
  protected readonly stateNames = ['h'];

  constructor({ lr = 0.001, eps = 1e-8 } = {}) {
    super();
    this.lr = lr;
    this.eps = eps;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { h }: Record<string, Tensor>): void {
    h.assign(h.add(grad.square()));
    param.assign(param.sub(grad.mul(this.lr).div(h.sqrt().add(this.eps))));
  }
}
