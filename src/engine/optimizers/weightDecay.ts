import type { OptimizerHook } from './optimizer.js';

/** L2 regularisation: g += rate·p. */
export function weightDecay(rate: number): OptimizerHook {
  return (params) => {
    for (const p of params) p.grad?.assign(p.grad.add(p.data.mul(rate)));
  };
}
