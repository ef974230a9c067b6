import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * RMSprop: ms = α·ms + (1 − α)g²; p −= lr·g/(√ms + ε), or /√(ms + ε) with `epsInsideSqrt`.
 *
 * @see Tieleman and Hinton 2012, Lecture 6.5
 */
export class RMSprop extends Optimizer {
  lr: number;
  alpha: number;
  eps: number;
  readonly epsInsideSqrt: boolean;
  protected readonly stateNames = ['ms'];

  constructor({ lr = 0.01, alpha = 0.99, eps = 1e-8, epsInsideSqrt = false } = {}) {
    super();
    this.lr = lr;
    this.alpha = alpha;
    this.eps = eps;
    this.epsInsideSqrt = epsInsideSqrt;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { ms }: Record<string, Tensor>): void {
    const { lr, alpha, eps } = this;
    ms.assign(ms.mul(alpha).add(grad.square().mul(1 - alpha)));
    const scale = this.epsInsideSqrt ? ms.add(eps).sqrt() : ms.sqrt().add(eps);
    param.assign(param.sub(grad.mul(lr).div(scale)));
  }
}
