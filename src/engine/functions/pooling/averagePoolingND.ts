import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPerAxis, type PerAxis } from '../window.js';
import { averagePooling2D } from './averagePooling2D.js';
import { poolAxisByAxis } from './separable.js';

export interface AveragePoolingNDOptions {
  /** Default: the window size. */
  stride?: PerAxis | null;
  pad?: PerAxis;
  /** 0 (default): padding counts as zeros in the mean; null: it does not count. */
  padValue?: 0 | null;
}

/** Mean of each window of (N, C, d₁, d₂, …); sizes are rounded down. */
export function averagePoolingND(
  x: Operand,
  ksize: PerAxis,
  { stride = null, pad = 0, padValue = 0 }: AveragePoolingNDOptions = {},
): Variable {
  const v = asVariable(x);
  const y = poolAxisByAxis('averagePoolingND', v, { ksize, stride, pad }, (plane, window) =>
    averagePooling2D(plane, window.kernel, { stride: window.stride, pad: window.pad }),
  );
  if (padValue === 0) return y;
  const n = v.ndim - 2;
  const [kernel, step, margin] = [ksize, stride ?? ksize, pad].map((s) => asPerAxis('averagePoolingND', s, n));
  return kernel.reduce((mean: Variable, k, axis) => {
    const corrections = Float32Array.from({ length: y.shape[2 + axis] }, (_, i) => {
      const start = i * step[axis] - margin[axis];
      return k / Math.max(1, Math.min(start + k, v.shape[2 + axis]) - Math.max(start, 0));
    });
    const shape = y.shape.map((_, i) => (i === 2 + axis ? corrections.length : 1));
    return mean.mul(Tensor.from(corrections, shape, v.data.backend));
  }, y);
}
