import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * AdaDelta: msg = ρ·msg + (1 − ρ)g²; dx = g·√((msdx + ε)/(msg + ε)); msdx = ρ·msdx + (1 − ρ)dx²; p −= dx.
 *
 * @see Zeiler 2012, arXiv:1212.5701
 */
export class AdaDelta extends Optimizer {
  rho: number;
  eps: number;
  protected readonly stateNames = ['msg', 'msdx'];

  constructor({ rho = 0.95, eps = 1e-6 } = {}) {
    super();
    this.rho = rho;
    this.eps = eps;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { msg, msdx }: Record<string, Tensor>): void {
    const { rho, eps } = this;
    msg.assign(msg.mul(rho).add(grad.square().mul(1 - rho)));
    const dx = grad.mul(msdx.add(eps).div(msg.add(eps)).sqrt());
    msdx.assign(msdx.mul(rho).add(dx.square().mul(1 - rho)));
    param.assign(param.sub(dx));
  }
}
