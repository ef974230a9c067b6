import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { PerAxis } from '../window.js';
import { poolAxisByAxis } from './separable.js';
import { unpooling2D } from './unpooling2D.js';

export interface UnpoolingNDOptions {
  /** Default: the window size. */
  stride?: PerAxis | null;
  pad?: PerAxis;
  /** Size of the result; null: what the geometry gives. */
  outsize?: PerAxis | null;
  /** As `unpooling2D` has it. */
  coverAll?: boolean;
}

/** Copies every value of (N, C, d₁, d₂, …) to its whole window; see `unpooling2D`. */
export const unpoolingND = (
  x: Operand,
  ksize: PerAxis,
  { stride = null, pad = 0, outsize = null, coverAll = true }: UnpoolingNDOptions = {},
): Variable =>
  poolAxisByAxis('unpoolingND', asVariable(x), { ksize, stride, pad, outsize }, (v, window) =>
    unpooling2D(v, window.kernel, { stride: window.stride, pad: window.pad, outsize: window.outsize, coverAll }),
  );
