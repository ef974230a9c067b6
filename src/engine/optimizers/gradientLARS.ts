import type { OptimizerHook } from './optimizer.js';

/**
 * Layer-wise adaptive rates: g = rate·(g + wd·p) with rate = |p|/(eps + |g| + wd·|p|), or 1 where |p| is not above the
 * threshold.
 *
 * @see You et al. 2017, Large batch training of convolutional networks, arXiv:1708.03888
 */
export function gradientLARS({ threshold = 1e-2, weightDecay = 0, eps = 1e-9 } = {}): OptimizerHook {
  return (params) => {
    for (const p of params) {
      const { grad } = p;
      if (!grad) continue;
      const [norm, gradNorm] = [p.data.square().sum().sqrt(), grad.square().sum().sqrt()];
      const rate = norm.div(gradNorm.add(norm.mul(weightDecay)).add(eps));
      const above = norm.sub(threshold).unary('relu'); // 0 where it is not above
      const factor = above.where(rate, norm.mul(0).add(1));
      grad.assign(grad.add(p.data.mul(weightDecay)).mul(factor));
    }
  };
}
