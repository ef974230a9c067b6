import { sizeOf } from '../../backends/backend.js';
import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { expandDims } from '../array/expandDims.js';
import { reshape } from '../array/reshape.js';
import { squeeze } from '../array/squeeze.js';
import { transpose } from '../array/transpose.js';
import { bias } from '../math/bias.js';
import { asPerAxis, expectOutsize, type PerAxis, windowSpan } from '../window.js';
import { foldAxis } from './axisWindows.js';
import { deconvolution2D } from './deconvolution2D.js';

export interface DeconvolutionNDOptions {
  stride?: PerAxis;
  pad?: PerAxis;
  /** Size of the result where several belong to the geometry; null: the smallest. */
  outsize?: PerAxis | null;
  dilate?: PerAxis;
  groups?: number;
}

/**
 * Transposed convolution over any number of axes, the adjoint of `convolutionND`.
 *
 * @param x (N, C, d₁, d₂, …)
 * @param w (C, O/groups, k₁, k₂, …)
 * @param b (O) or null
 * @returns (N, O, outsize)
 */
export function deconvolutionND(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  { stride = 1, pad = 0, outsize = null, dilate = 1, groups = 1 }: DeconvolutionNDOptions = {},
): Variable {
  const label = 'deconvolutionND';
  const [vx, vw] = [asVariable(x), asVariable(w)];
  const n = vx.ndim - 2;
  expectType(label, n >= 1 && vw.ndim === vx.ndim, 'x (N, C, d₁, …) and w (C, O/groups, k₁, …)', { x: vx, w: vw });
  const kernel = vw.shape.slice(2);
  const input = vx.shape.slice(2);
  const [strides, pads, gaps] = [stride, pad, dilate].map((value) => asPerAxis(label, value, n));
  const window = { kernel, stride: strides, pad: pads, dilate: gaps };
  const size = outsize === null ? windowSpan(label, input, window, false) : asPerAxis(label, outsize, n);
  expectOutsize(label, size, input, window, false);
  const pair = (list: readonly number[]): [number, number] => [list[n - 2], list[n - 1]];
  if (n === 1) {
    const flat = { stride: [1, strides[0]], pad: [0, pads[0]], dilate: [1, gaps[0]] } as const;
    const y = deconvolution2D(expandDims(vx, 2), expandDims(vw, 2), b, { ...flat, groups, outsize: [1, size[0]] });
    return squeeze(y, 2);
  }
  const flat = { stride: pair(strides), pad: pair(pads), dilate: pair(gaps), outsize: pair(size), groups };
  if (n === 2) return deconvolution2D(vx, vw, b, flat);

  // (N, C, d…, h, w) → (N·∏d, C, h, w) → (N·∏d, O·∏k, H, W) → (N, O, k…, d…, H, W), then the k are folded into the d
  const lead = n - 2;
  const inner = input.slice(0, lead);
  const first = inner.map((_, i) => 2 + i);
  const pictures = reshape(transpose(vx, [0, ...first, 1, vx.ndim - 2, vx.ndim - 1]), [
    vx.shape[0] * sizeOf(inner),
    vx.shape[1],
    ...input.slice(-2),
  ]);
  const cells = kernel.slice(0, lead);
  const weights = reshape(vw, [vw.shape[0], vw.shape[1] * sizeOf(cells), ...pair(kernel)]);
  const spread = deconvolution2D(pictures, weights, null, flat);
  const outChannels = vw.shape[1] * groups;
  const split = reshape(spread, [vx.shape[0], ...inner, outChannels, ...cells, ...pair(size)]);
  let y = transpose(split, [
    0,
    1 + lead,
    ...cells.map((_, i) => 2 + lead + i),
    ...inner.map((_, i) => 1 + i),
    2 + 2 * lead,
    3 + 2 * lead,
  ]);
  for (let i = 0; i < lead; i++) {
    // Axis 2 holds the cells of axis i, whose windows then lie behind the cells that are left and the axes already done.
    const axis = { kernel: kernel[i], stride: strides[i], pad: pads[i], dilate: gaps[i], count: inner[i] };
    y = foldAxis(y, 2 + lead - 1, axis, 2, size[i]);
  }
  return b === null ? y : bias(y, b);
}
