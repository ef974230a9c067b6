import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { transpose } from '../array/transpose.js';
import type { Pair } from '../window.js';
import { convolution2D } from './convolution2D.js';

/**
 * Convolves every channel by itself with several kernels.
 *
 * @param x (N, C, H, W)
 * @param w (M, C, kh, kw): M kernels for each channel
 * @param b (C·M) or null
 * @returns (N, C·M, oh, ow); channel c·M + m is kernel m of channel c
 */
export function depthwiseConvolution2D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: { stride?: Pair; pad?: Pair } = {},
): Variable {
  const [vx, vw] = [asVariable(x), asVariable(w)];
  const fits = vx.ndim === 4 && vw.ndim === 4 && vx.shape[1] === vw.shape[1];
  expectType('depthwiseConvolution2D', fits, 'x (N, C, H, W) and w (M, C, kh, kw)', { x: vx, w: vw });
  const [multiplier, channels, kh, kw] = vw.shape;
  const weights = reshape(transpose(vw, [1, 0, 2, 3]), [channels * multiplier, 1, kh, kw]);
  return convolution2D(vx, weights, b, { ...options, groups: channels });
}
