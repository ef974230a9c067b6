/** Windows along one axis as an axis of their own, and the adjoint: what convolutions of three and more axes are made of. */
import { expectType } from '../../core/shape.js';
import type { Variable } from '../../core/variable.js';
import { embedItem, getItem, type Index } from '../array/getItem.js';
import { pad as padArray } from '../array/pad.js';
import { stack } from '../array/stack.js';

/** Windows along an axis: how many there are, and where they lie. */
export interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly dilate: number;
  readonly count: number;
}

/** The cells that are number `tap` of their windows. */
const tapRange = ({ stride, dilate, count }: AxisWindow, tap: number) => ({
  start: tap * dilate,
  stop: tap * dilate + (count - 1) * stride + 1,
  step: stride,
});

const at = (ndim: number, axis: number, index: Index): Index[] =>
  Array.from({ length: ndim }, (_, i) => (i === axis ? index : {}));

/** How far the windows reach, padding before included. */
const reach = ({ kernel, stride, dilate, count }: AxisWindow): number =>
  (count - 1) * stride + dilate * (kernel - 1) + 1;

/** Axis `axis` becomes the windows' positions; their cells become a new axis at `cells`. */
export function unfoldAxis(x: Variable, axis: number, window: AxisWindow, cells: number): Variable {
  const length = x.shape[axis];
  const margins = x.shape.map((_, i) =>
    i === axis ? [window.pad, Math.max(0, reach(window) - length - window.pad)] : [0, 0],
  );
  const padded = margins[axis].some((n) => n > 0) ? padArray(x, margins) : x;
  const taps = Array.from({ length: window.kernel }, (_, tap) =>
    getItem(padded, at(x.ndim, axis, tapRange(window, tap))),
  );
  return stack(taps, cells);
}

/**
 * The adjoint of `unfoldAxis`: adds the cells (axis `cells`, which is dropped) of all windows (axis `axis` of the result)
 * at their places along an axis of `length`.
 */
export function foldAxis(x: Variable, axis: number, window: AxisWindow, cells: number, length: number): Variable {
  expectType('foldAxis', x.shape[cells] === window.kernel, `${window.kernel} cells along axis ${cells}`, { x });
  const full = Math.max(reach(window), window.pad + length);
  let sum: Variable | null = null;
  for (let tap = 0; tap < window.kernel; tap++) {
    const part = getItem(x, at(x.ndim, cells, tap));
    const shape = part.shape.map((d, i) => (i === axis ? full : d));
    const spread = embedItem(part, shape, at(part.ndim, axis, tapRange(window, tap)));
    sum = sum ? sum.add(spread) : spread;
  }
  const whole = sum as Variable; // a kernel has at least one cell
  return getItem(whole, at(whole.ndim, axis, { start: window.pad, stop: window.pad + length }));
}
