import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, type Pair, planeOf, windowCount } from '../window.js';
import { getItem } from './getItem.js';
import { pad as padArray } from './pad.js';
import { reshape } from './reshape.js';
import { stack } from './stack.js';

/**
 * The windows of a picture as columns.
 *
 * @param x     (N, C, H, W)
 * @param ksize window size
 * @returns     (N, C·kh·kw, oh, ow): channel (c·kh + i)·kw + j is the pixel (i, j) of each window in channel c
 */
export function im2col(
  x: Operand,
  ksize: Pair,
  { stride = 1 as Pair, pad = 0 as Pair, coverAll = false, dilate = 1 as Pair } = {},
): Variable {
  const v = asVariable(x);
  expectType('im2col', v.ndim === 4, 'x (N, C, H, W)', { x: v });
  const window = { kernel: asPair(ksize), stride: asPair(stride), pad: asPair(pad), dilate: asPair(dilate) };
  const { kernel, stride: step, dilate: gap } = window;
  const counts = windowCount('im2col', planeOf(v.shape), window, coverAll);
  // Zeros after the end as far as the last window reaches, which with coverAll is beyond the padding.
  const margins = [0, 1].map((a) => {
    const reach = (counts[a] - 1) * step[a] + gap[a] * (kernel[a] - 1) + 1;
    return [window.pad[a], Math.max(0, reach - v.shape[2 + a] - window.pad[a])];
  });
  const padded = padArray(v, [[0, 0], [0, 0], ...margins]);
  const shifted = (a: 0 | 1, i: number) => ({
    start: i * gap[a],
    stop: i * gap[a] + (counts[a] - 1) * step[a] + 1,
    step: step[a],
  });
  const taps: Variable[] = [];
  for (let i = 0; i < kernel[0]; i++)
    for (let j = 0; j < kernel[1]; j++) taps.push(getItem(padded, ['...', shifted(0, i), shifted(1, j)]));
  return reshape(stack(taps, 2), [v.shape[0], v.shape[1] * taps.length, ...counts]);
}
