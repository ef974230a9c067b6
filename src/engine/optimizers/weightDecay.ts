import type { OptimizerHook } from './optimizer.js';

/** L2 regularisation: g += rate·p. */
export function weightDecay(rate: number): OptimizerHook {
  return (params) => {
    for (const { grad, data } of params) grad?.backend.approach(grad.array, data.array, rate, 1);
  };
}
