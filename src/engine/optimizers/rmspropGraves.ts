import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * Graves's RMSprop: n and g follow g² and g; delta = μ·delta − lr·g/√(n − g² + ε); p += delta.
 *
 * @see Graves 2013, Generating sequences with recurrent neural networks, arXiv:1308.0850
 */
export class RMSpropGraves extends Optimizer {
  lr: number;
  alpha: number;
  momentum: number;
  eps: number;
  protected readonly stateNames = ['n', 'g', 'delta'];

  constructor({ lr = 1e-4, alpha = 0.95, momentum = 0.9, eps = 1e-4 } = {}) {
    super();
    this.lr = lr;
    this.alpha = alpha;
    this.momentum = momentum;
    this.eps = eps;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { n, g, delta }: Record<string, Tensor>): void {
    const { lr, alpha, momentum, eps } = this;
    n.assign(n.mul(alpha).add(grad.square().mul(1 - alpha)));
    g.assign(g.mul(alpha).add(grad.mul(1 - alpha)));
    const deviation = n.sub(g.square()).add(eps).sqrt();
    delta.assign(delta.mul(momentum).sub(grad.mul(lr).div(deviation)));
    param.assign(param.add(delta));
  }
}
