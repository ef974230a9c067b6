import { hostUniform } from '../core/random.js';

/** 0 … length − 1 in the order of an epoch, by Fisher and Yates's shuffle. */
export function shuffled(length: number, seed: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  const u = hostUniform(length, { seed, stream: 0x5f5f0000 + epoch });
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(u[i] * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
