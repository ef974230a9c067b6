import { expectType } from '../../core/shape.js';
import type { Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { asPerAxis, type PerAxis } from '../window.js';

/** A window over two axes of (N, C, H, W). */
export interface PlaneWindow {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  /** Size of the result, where it is given. */
  readonly outsize: readonly [number, number] | null;
}

/**
 * Pools (N, C, d₁, d₂, …) by pooling planes: the last two axes together, then each other axis by itself. Maxima and sums
 * over a box are maxima and sums over its sides.
 */
export function poolAxisByAxis(
  label: string,
  x: Variable,
  sizes: {
    readonly ksize: PerAxis;
    readonly stride: PerAxis | null;
    readonly pad: PerAxis;
    readonly outsize?: PerAxis | null;
  },
  poolPlane: (x: Variable, window: PlaneWindow) => Variable,
): Variable {
  const n = x.ndim - 2;
  expectType(label, n >= 1, 'x (N, C, d₁, …)', { x });
  const kernel = asPerAxis(label, sizes.ksize, n);
  const stride = asPerAxis(label, sizes.stride ?? sizes.ksize, n);
  const pad = asPerAxis(label, sizes.pad, n);
  const outsize = sizes.outsize == null ? null : asPerAxis(label, sizes.outsize, n);

  const poolAxis = (v: Variable, axis: number): Variable => {
    const before = v.shape.slice(1, 2 + axis).reduce((a, d) => a * d, 1);
    const after = v.shape.slice(3 + axis).reduce((a, d) => a * d, 1);
    const y = poolPlane(reshape(v, [v.shape[0], before, v.shape[2 + axis], after]), {
      kernel: [kernel[axis], 1],
      stride: [stride[axis], 1],
      pad: [pad[axis], 0],
      outsize: outsize && [outsize[axis], after],
    });
    return reshape(y, [...v.shape.slice(0, 2 + axis), y.shape[2], ...v.shape.slice(3 + axis)]);
  };
  if (n === 1) return poolAxis(x, 0);
  const channels = x.shape.slice(1, -2).reduce((a, d) => a * d, 1);
  const pair = (list: readonly number[]): [number, number] => [list[n - 2], list[n - 1]];
  const planes = poolPlane(reshape(x, [x.shape[0], channels, ...x.shape.slice(-2)]), {
    kernel: pair(kernel),
    stride: pair(stride),
    pad: pair(pad),
    outsize: outsize && pair(outsize),
  });
  let y = reshape(planes, [...x.shape.slice(0, -2), ...planes.shape.slice(2)]);
  for (let axis = n - 3; axis >= 0; axis--) y = poolAxis(y, axis);
  return y;
}
