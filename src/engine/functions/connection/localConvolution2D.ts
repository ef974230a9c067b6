import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { im2col } from '../array/im2col.js';
import { reshape } from '../array/reshape.js';
import { transpose } from '../array/transpose.js';
import { matmul } from '../math/matmul.js';
import type { Pair } from '../window.js';

/**
 * Convolution whose weights differ from place to place.
 *
 * @param x (N, C, H, W)
 * @param w (O, oh, ow, C, kh, kw)
 * @param b (O, oh, ow) or null
 * @returns (N, O, oh, ow)
 */
export function localConvolution2D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  { stride = 1 as Pair } = {},
): Variable {
  const label = 'localConvolution2D';
  const [vx, vw] = [asVariable(x), asVariable(w)];
  expectType(label, vx.ndim === 4 && vw.ndim === 6, 'x (N, C, H, W) and w (O, oh, ow, C, kh, kw)', { x: vx, w: vw });
  const [out, oh, ow, channels, kh, kw] = vw.shape;
  const columns = im2col(vx, [kh, kw], { stride });
  const fits = vx.shape[1] === channels && columns.shape[2] === oh && columns.shape[3] === ow;
  expectType(label, fits, `w for the ${columns.shape[2]}×${columns.shape[3]} windows of x`, { x: vx, w: vw });
  const taps = channels * kh * kw;
  const places = transpose(reshape(columns, [vx.shape[0], taps, oh * ow]), [2, 0, 1]);
  const weights = reshape(transpose(vw, [1, 2, 3, 4, 5, 0]), [oh * ow, taps, out]);
  const y = reshape(transpose(matmul(places, weights), [1, 2, 0]), [vx.shape[0], out, oh, ow]);
  return b === null ? y : y.add(b);
}
