import type { OptimizerHook } from './optimizer.js';

/** Limits every element of the gradients to [lower, upper]. */
export function gradientHardClipping(lower: number, upper: number): OptimizerHook {
  return (params) => {
    for (const p of params) p.grad?.assign(p.grad.unary('clip', lower, upper));
  };
}
