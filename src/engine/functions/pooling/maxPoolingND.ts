import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { PerAxis } from '../window.js';
import { maxPooling2D } from './maxPooling2D.js';
import { poolAxisByAxis } from './separable.js';

export interface MaxPoolingNDOptions {
  /** Default: the window size. */
  stride?: PerAxis | null;
  pad?: PerAxis;
  /** Round the output size up, so that every cell is read (default). */
  coverAll?: boolean;
}

/** Maximum of each window of (N, C, d₁, d₂, …); as `maxPooling2D`, over any number of axes. */
export const maxPoolingND = (
  x: Operand,
  ksize: PerAxis,
  { stride = null, pad = 0, coverAll = true }: MaxPoolingNDOptions = {},
): Variable =>
  poolAxisByAxis('maxPoolingND', asVariable(x), { ksize, stride, pad }, (v, window) =>
    maxPooling2D(v, window.kernel, { stride: window.stride, pad: window.pad, coverAll }),
  );
