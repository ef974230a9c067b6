import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * Nesterov's accelerated gradient: p += μ²·v − (1 + μ)·lr·g with the v before v = μ·v − lr·g. (Chainer's formula takes the v
 * after it, which is not what is published; PyTorch's `nesterov` is this one.)
 *
 * @see Bengio et al. 2012, Advances in optimizing recurrent networks, arXiv:1212.0901
 */
export class NesterovAG extends Optimizer {
  lr: number;
  momentum: number;
  protected readonly stateNames = ['v'];

  constructor({ lr = 0.01, momentum = 0.9 } = {}) {
    super();
    this.lr = lr;
    this.momentum = momentum;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { v }: Record<string, Tensor>): void {
    const { lr, momentum } = this;
    param.assign(param.add(v.mul(momentum ** 2)).sub(grad.mul((1 + momentum) * lr)));
    v.assign(v.mul(momentum).sub(grad.mul(lr)));
  }
}
