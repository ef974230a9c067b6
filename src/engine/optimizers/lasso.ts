import type { OptimizerHook } from './optimizer.js';

/** L1 regularisation: g += rate·sign(p). */
export function lasso(rate: number): OptimizerHook {
  return (params) => {
    for (const p of params) p.grad?.assign(p.grad.add(p.data.unary('sign').mul(rate)));
  };
}
