/** Sizes of sliding windows: convolution and pooling share them. */
import { TypeCheckError } from '../core/errors.js';

/** One number for both axes, or (vertical, horizontal). */
export type Pair = number | readonly [number, number];

export const asPair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : [value[0], value[1]];

export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
  readonly dilate?: readonly [number, number];
}

/**
 * How many windows fit on each axis: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, or rounded up with `coverAll`, so that every cell
 * lies in a window.
 */
export function windowCount(
  label: string,
  size: readonly [number, number],
  { kernel, stride, pad, dilate = [1, 1] }: Window,
  coverAll: boolean,
): [number, number] {
  const count = (axis: 0 | 1): number => {
    const extent = dilate[axis] * (kernel[axis] - 1) + 1;
    const room = size[axis] + 2 * pad[axis] - extent + (coverAll ? stride[axis] - 1 : 0);
    return Math.floor(room / stride[axis]) + 1;
  };
  const counts: [number, number] = [count(0), count(1)];
  if (counts.some((n) => n < 1))
    throw new TypeCheckError(
      `${label}: a window of ${kernel.join('×')}${dilate.some((d) => d > 1) ? ` dilated by ${dilate.join('×')}` : ''} does not fit into ${size.join('×')} padded by ${pad.join('×')}`,
    );
  return counts;
}

/** The size that `counts` windows span: s·(n − 1) + d(k − 1) + 1 − 2p, less s − 1 with `coverAll`. */
export function windowSpan(
  label: string,
  counts: readonly [number, number],
  { kernel, stride, pad, dilate = [1, 1] }: Window,
  coverAll: boolean,
): [number, number] {
  const span = (axis: 0 | 1): number =>
    stride[axis] * (counts[axis] - 1) +
    dilate[axis] * (kernel[axis] - 1) +
    1 -
    2 * pad[axis] -
    (coverAll ? stride[axis] - 1 : 0);
  const spans: [number, number] = [span(0), span(1)];
  if (spans.some((n) => n < 1))
    throw new TypeCheckError(
      `${label}: ${counts.join('×')} windows of ${kernel.join('×')} leave nothing inside a padding of ${pad.join('×')}`,
    );
  return spans;
}

/** Height and width of an (N, C, H, W) shape. */
export const planeOf = (shape: readonly number[]): [number, number] => [shape[2], shape[3]];
