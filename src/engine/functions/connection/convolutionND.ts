import { sizeOf } from '../../backends/backend.js';
import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { expandDims } from '../array/expandDims.js';
import { reshape } from '../array/reshape.js';
import { squeeze } from '../array/squeeze.js';
import { transpose } from '../array/transpose.js';
import { asPerAxis, type PerAxis, windowCount } from '../window.js';
import { unfoldAxis } from './axisWindows.js';
import { convolution2D } from './convolution2D.js';

export interface ConvolutionNDOptions {
  stride?: PerAxis;
  /** Zeros around x. */
  pad?: PerAxis;
  /** Round the output size up, so that every cell is read. */
  coverAll?: boolean;
  dilate?: PerAxis;
  groups?: number;
}

/**
 * Convolution (cross-correlation) over any number of axes. One axis runs as a picture of height 1; of three and more, all
 * but the last two become channels.
 *
 * @param x (N, C, d₁, d₂, …)
 * @param w (O, C/groups, k₁, k₂, …)
 * @param b (O) or null
 * @returns (N, O, o₁, o₂, …)
 */
export function convolutionND(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  { stride = 1, pad = 0, coverAll = false, dilate = 1, groups = 1 }: ConvolutionNDOptions = {},
): Variable {
  const label = 'convolutionND';
  const [vx, vw] = [asVariable(x), asVariable(w)];
  const n = vx.ndim - 2;
  expectType(label, n >= 1 && vw.ndim === vx.ndim, 'x (N, C, d₁, …) and w (O, C/groups, k₁, …)', { x: vx, w: vw });
  const kernel = vw.shape.slice(2);
  const [strides, pads, gaps] = [stride, pad, dilate].map((value) => asPerAxis(label, value, n));
  const window = { kernel, stride: strides, pad: pads, dilate: gaps };
  const counts = windowCount(label, vx.shape.slice(2), window, coverAll);
  const pair = (list: readonly number[]): [number, number] => [list[n - 2], list[n - 1]];
  if (n === 1) {
    const flat = { stride: [1, strides[0]], pad: [0, pads[0]], dilate: [1, gaps[0]] } as const;
    const y = convolution2D(expandDims(vx, 2), expandDims(vw, 2), b, { ...flat, coverAll, groups });
    return squeeze(y, 2);
  }
  const flat = { stride: pair(strides), pad: pair(pads), dilate: pair(gaps), coverAll, groups };
  if (n === 2) return convolution2D(vx, vw, b, flat);

  // (N, C, d…, H, W) → (N, C, k…, o…, H, W) → (N·∏o, C·∏k, H, W)
  const lead = n - 2;
  let windows = vx;
  for (let i = lead - 1, unfolded = 0; i >= 0; i--, unfolded++) {
    const axis = { kernel: kernel[i], stride: strides[i], pad: pads[i], dilate: gaps[i], count: counts[i] };
    windows = unfoldAxis(windows, 2 + unfolded + i, axis, 2);
  }
  const outer = counts.slice(0, lead);
  const positions = Array.from({ length: lead }, (_, i) => 2 + lead + i);
  const cells = Array.from({ length: lead }, (_, i) => 2 + i);
  const plane = [windows.ndim - 2, windows.ndim - 1];
  const pictures = reshape(transpose(windows, [0, ...positions, 1, ...cells, ...plane]), [
    vx.shape[0] * sizeOf(outer),
    vx.shape[1] * sizeOf(kernel.slice(0, lead)),
    ...vx.shape.slice(-2),
  ]);
  const weights = reshape(vw, [vw.shape[0], vw.shape[1] * sizeOf(kernel.slice(0, lead)), ...pair(kernel)]);
  const y = convolution2D(pictures, weights, b, flat);
  const split = reshape(y, [vx.shape[0], ...outer, vw.shape[0], ...y.shape.slice(2)]);
  return transpose(split, [0, lead + 1, ...outer.map((_, i) => 1 + i), lead + 2, lead + 3]);
}
