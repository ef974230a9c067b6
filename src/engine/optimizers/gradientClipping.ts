import { Tensor } from '../core/tensor.js';
import type { OptimizerHook } from './optimizer.js';

/** Scales all gradients so that their joint L2 norm is at most `threshold` (Pascanu et al. 2013, arXiv:1211.5063). */
export function gradientClipping(threshold: number): OptimizerHook {
  return (params) => {
    const grads = params.flatMap((p) => (p.grad ? [p.grad] : []));
    if (grads.length === 0) return;
    const { backend } = grads[0];
    const squares = new Tensor(backend, backend.squaredNorm(grads.map((g) => g.array)));
    const rate = squares.unary('rsqrt').mul(threshold).unary('clip', 0, 1); // rsqrt(0) = ∞ clips to 1
    for (const g of grads) backend.scaleBy(g.array, rate.array);
  };
}
