import { normalLike } from '../functions/noise/gaussian.js';
import type { OptimizerHook } from './optimizer.js';

/**
 * Adds normal noise to the gradients, of variance eta/(1 + t)^0.55 after t steps.
 *
 * @see Neelakantan et al. 2015, Adding gradient noise improves learning for very deep networks, arXiv:1511.06807
 */
export function gradientNoise(eta: number): OptimizerHook {
  return (params, optimizer) => {
    const deviation = Math.sqrt(eta / (1 + optimizer.t) ** 0.55);
    for (const p of params) p.grad?.assign(p.grad.add(normalLike(p.data).mul(deviation)));
  };
}
