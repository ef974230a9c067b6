import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * M-SVAG: momentum whose steps shrink where the gradient's sign is uncertain. βᵗ follows from the number of steps, so that a
 * resumed run goes on exactly (Chainer loses it).
 *
 * @see Balles and Hennig 2018, Dissecting Adam, arXiv:1705.07774
 */
export class MSVAG extends Optimizer {
  lr: number;
  beta: number;
  eta: number;
  weightDecayRate: number;
  protected readonly stateNames = ['m', 'v'];

  constructor({ lr = 0.1, beta = 0.9, eta = 1, weightDecayRate = 0 } = {}) {
    super();
    this.lr = lr;
    this.beta = beta;
    this.eta = eta;
    this.weightDecayRate = weightDecayRate;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { m, v }: Record<string, Tensor>): void {
    const { lr, beta, eta, weightDecayRate } = this;
    const power = beta ** this.t;
    m.assign(m.mul(beta).add(grad.mul(1 - beta)));
    v.assign(v.mul(beta).add(grad.square().mul(1 - beta)));
    const rho = Math.min(((1 - beta) ** 2 * (1 - power ** 2)) / ((1 - power) ** 2 * (1 - beta ** 2)), 0.9999);
    const [mean, second] = [m.mul(1 / (1 - power)), v.mul(1 / (1 - power))];
    const squared = mean.square();
    const variance = second.sub(squared).mul(1 / (1 - rho));
    const total = squared.add(variance.mul(rho));
    // 0/0, where nothing was seen, counts as 0.
    const factor = total.where(squared.div(total), total.mul(0)).unary('clip', 0, 1);
    const step = mean.mul(factor).mul(lr);
    param.assign(param.sub(step.add(param.mul(weightDecayRate)).mul(eta)));
  }
}
