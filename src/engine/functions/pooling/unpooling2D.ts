import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, expectOutsize, type Pair, planeOf, windowSpan } from '../window.js';
import { SpreadPooling } from './sumPoolingNodes.js';

export interface Unpooling2DOptions {
  /** Default: the window size. */
  stride?: Pair | null;
  pad?: Pair;
  /** Size of the result; null: what the geometry gives. */
  outsize?: Pair | null;
  /** As Chainer has it (default): n becomes s·(n − 1) + k − 2·pad − (s − 1), so 2n − 1 for ×2. Off: exactly k·n. */
  coverAll?: boolean;
}

/**
 * Copies every value of (N, C, h, w) to its whole window; where windows overlap, values add up.
 *
 * @param ksize window size
 */
export function unpooling2D(
  x: Operand,
  ksize: Pair,
  { stride = null, pad = 0, outsize = null, coverAll = true }: Unpooling2DOptions = {},
): Variable {
  const v = asVariable(x);
  expectType('unpooling2D', v.ndim === 4, 'x (N, C, H, W)', { x: v });
  const geometry = { kernel: asPair(ksize), stride: asPair(stride ?? ksize), pad: asPair(pad) };
  const input = planeOf(v.shape);
  const size = outsize === null ? windowSpan('unpooling2D', input, geometry, coverAll) : asPair(outsize);
  if (outsize !== null) expectOutsize('unpooling2D', size, input, geometry, coverAll);
  return new SpreadPooling('unpooling2D', geometry, size, 1).apply([v])[0];
}
