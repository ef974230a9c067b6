import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980) with Chainer's eps: outside the bias correction. With `weightDecayRate` it is
 * AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101); the rate is multiplied by `eta`, not by `alpha`.
 *
 *   m += (1−β₁)(g−m);  v += (1−β₂)(g²−v);  p −= η·(α·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v+ε) + λ·p)
 */
export class Adam extends Optimizer {
  alpha: number;
  beta1: number;
  beta2: number;
  eps: number;
  eta: number;
  weightDecayRate: number;
  protected readonly stateNames = ['m', 'v'];

  constructor({ alpha = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, eta = 1, weightDecayRate = 0 } = {}) {
    super();
    this.alpha = alpha;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.eta = eta;
    this.weightDecayRate = weightDecayRate;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { m, v }: Record<string, Tensor>): void {
    const { beta1, beta2, eps } = this;
    const stepSize = (this.eta * this.alpha * Math.sqrt(1 - beta2 ** this.t)) / (1 - beta1 ** this.t);
    param.backend.adam(param.array, grad.array, m.array, v.array, {
      stepSize,
      beta1,
      beta2,
      eps,
      decay: this.eta * this.weightDecayRate,
    });
  }

  protected override hyperparameters(): Record<string, number> {
    const { alpha, beta1, beta2, eps, eta, weightDecayRate } = this;
    return { alpha, beta1, beta2, eps, eta, weightDecayRate };
  }

  protected override setHyperparameters(values: Record<string, number>): void {
    Object.assign(this, values);
  }
}

/** Adam with decoupled weight decay of 0.01·alpha, PyTorch's default, unless a rate is given. */
export class AdamW extends Adam {
  constructor(options: ConstructorParameters<typeof Adam>[0] = {}) {
    super({ weightDecayRate: 0.01 * (options.alpha ?? 0.001), ...options });
  }
}
