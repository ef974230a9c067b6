import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

export interface AdamOptions {
  alpha?: number;
  beta1?: number;
  beta2?: number;
  eps?: number;
  /** Factor of the whole step, decay included: what schedules change. */
  eta?: number;
  /** Decoupled decay, multiplied by eta and not by alpha. */
  weightDecayRate?: number;
  /** Never lets the second moment fall (Reddi et al. 2018). */
  amsgrad?: boolean;
  /** Limits the step to a band that narrows around `finalLr` (Luo et al. 2019, arXiv:1902.09843). */
  adabound?: boolean;
  finalLr?: number;
  gamma?: number;
}

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
  finalLr: number;
  gamma: number;
  readonly amsgrad: boolean;
  readonly adabound: boolean;
  readonly #initialAlpha: number;
  protected readonly stateNames: readonly string[];

  constructor({
    alpha = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    eps = 1e-8,
    eta = 1,
    weightDecayRate = 0,
    amsgrad = false,
    adabound = false,
    finalLr = 0.1,
    gamma = 1e-3,
  }: AdamOptions = {}) {
    super();
    this.alpha = alpha;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.eta = eta;
    this.weightDecayRate = weightDecayRate;
    this.amsgrad = amsgrad;
    this.adabound = adabound;
    this.finalLr = finalLr;
    this.gamma = gamma;
    this.#initialAlpha = alpha;
    this.stateNames = amsgrad ? ['m', 'v', 'vhat'] : ['m', 'v'];
  }

  /** The step size with bias correction, α·√(1−β₂ᵗ)/(1−β₁ᵗ). */
  get alphaT(): number {
    return (this.alpha * Math.sqrt(1 - this.beta2 ** this.t)) / (1 - this.beta1 ** this.t);
  }

  protected override updateParameter(param: Tensor, grad: Tensor, state: Record<string, Tensor>): void {
    const { beta1, beta2, eps, eta, weightDecayRate } = this;
    const { m, v, vhat } = state;
    if (!this.amsgrad && !this.adabound) {
      param.backend.adam(param.array, grad.array, m.array, v.array, {
        stepSize: eta * this.alphaT,
        beta1,
        beta2,
        eps,
        decay: eta * weightDecayRate,
      });
      return;
    }
    m.assign(m.add(grad.sub(m).mul(1 - beta1)));
    v.assign(
      v.add(
        grad
          .square()
          .sub(v)
          .mul(1 - beta2),
      ),
    );
    if (vhat) vhat.assign(vhat.binary('maximum', v));
    let rate = (vhat ?? v).sqrt().add(eps).unary('reciprocal').mul(this.alphaT);
    if (this.adabound) {
      const final = (this.finalLr * this.alpha) / this.#initialAlpha;
      const [low, high] = [1 - 1 / (this.gamma * this.t + 1), 1 + 1 / (this.gamma * this.t)];
      rate = rate.unary('clip', final * low, final * high);
    }
    param.assign(param.sub(rate.mul(m).add(param.mul(weightDecayRate)).mul(eta)));
  }
}

/** Adam with decoupled weight decay of 0.01·alpha, PyTorch's default, unless a rate is given. */
export class AdamW extends Adam {
  constructor(options: AdamOptions = {}) {
    super({ weightDecayRate: 0.01 * (options.alpha ?? 0.001), ...options });
  }
}

/** Adam whose second moment never falls. */
export class AMSGrad extends Adam {
  constructor(options: AdamOptions = {}) {
    super({ ...options, amsgrad: true });
  }
}

/** Adam that turns into stochastic gradient descent. */
export class AdaBound extends Adam {
  constructor(options: AdamOptions = {}) {
    super({ ...options, adabound: true });
  }
}

/** AdaBound whose second moment never falls. */
export class AMSBound extends Adam {
  constructor(options: AdamOptions = {}) {
    super({ ...options, amsgrad: true, adabound: true });
  }
}
