/** Sizes of sliding windows: convolution and pooling share them. */
import type { Box } from '../backends/backend.js';
import { TypeCheckError } from '../core/errors.js';

/** One number for both axes, or (vertical, horizontal). */
export type Pair = number | readonly [number, number];

export const asPair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : [value[0], value[1]];

/** One number for every axis, or one for each. */
export type PerAxis = number | readonly number[];

/** A number for each of `ndim` axes. */
export function asPerAxis(label: string, value: PerAxis, ndim: number): readonly number[] {
  if (typeof value === 'number') return new Array<number>(ndim).fill(value);
  if (value.length !== ndim)
    throw new TypeCheckError(`${label}: expected one number or ${ndim}, but ${value.length} came: ${value.join(', ')}`);
  return value;
}

/** Geometry of a window, a number for each axis. */
export interface Window<T extends readonly number[] = readonly [number, number]> {
  readonly kernel: T;
  readonly stride: T;
  readonly pad: T;
  readonly dilate?: T;
}

const ones = (list: readonly number[]): number[] => list.map(() => 1);

const areWhole = (numbers: readonly number[], least: number): boolean =>
  numbers.every((n) => Number.isInteger(n) && n >= least);

function expectWindow(label: string, { kernel, stride, pad }: Window<readonly number[]>, dilate: readonly number[]) {
  if (areWhole([...kernel, ...stride, ...dilate], 1) && areWhole(pad, 0)) return;
  throw new TypeCheckError(
    `${label}: expected whole numbers, kernel, stride and dilate from 1 and pad from 0, but kernel is ${kernel.join('×')}, ` +
      `stride ${stride.join('×')}, dilate ${dilate.join('×')}, pad ${pad.join('×')}`,
  );
}

/**
 * How many windows fit on each axis: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, or rounded up with `coverAll`, so that every cell
 * lies in a window.
 */
export function windowCount<T extends readonly number[]>(
  label: string,
  size: T,
  { kernel, stride, pad, dilate = ones(kernel) as unknown as T }: Window<T>,
  coverAll: boolean,
): { [K in keyof T]: number } {
  expectWindow(label, { kernel, stride, pad }, dilate);
  const counts = size.map((n, axis) => {
    const extent = dilate[axis] * (kernel[axis] - 1) + 1;
    const room = n + 2 * pad[axis] - extent + (coverAll ? stride[axis] - 1 : 0);
    return Math.floor(room / stride[axis]) + 1;
  });
  if (counts.some((n) => n < 1))
    throw new TypeCheckError(
      `${label}: a window of ${kernel.join('×')}${dilate.some((d) => d > 1) ? ` dilated by ${dilate.join('×')}` : ''} does not fit into ${size.join('×')} padded by ${pad.join('×')}`,
    );
  return counts as { [K in keyof T]: number };
}

/** Rows and columns of the windows, of `counts` in all, that see some of a box. */
export function windowsOver(
  { top, left, height, width }: Box,
  { kernel, stride, pad, dilate = [1, 1] }: Window,
  counts: readonly [number, number],
): Box {
  const along = (axis: 0 | 1, start: number, length: number): [number, number] => {
    const first = Math.ceil((start + pad[axis] - dilate[axis] * (kernel[axis] - 1)) / stride[axis]);
    const last = Math.floor((start + length - 1 + pad[axis]) / stride[axis]);
    const from = Math.max(0, first);
    return [from, Math.max(0, Math.min(counts[axis], last + 1) - from)];
  };
  const [row, rows] = along(0, top, height);
  const [column, columns] = along(1, left, width);
  return { top: row, left: column, height: rows, width: columns };
}

/** The size that `counts` windows span: s·(n − 1) + d(k − 1) + 1 − 2p, less s − 1 with `coverAll`. */
export function windowSpan<T extends readonly number[]>(
  label: string,
  counts: T,
  { kernel, stride, pad, dilate = ones(kernel) as unknown as T }: Window<T>,
  coverAll: boolean,
): { [K in keyof T]: number } {
  expectWindow(label, { kernel, stride, pad }, dilate);
  const spans = counts.map(
    (n, axis) =>
      stride[axis] * (n - 1) +
      dilate[axis] * (kernel[axis] - 1) +
      1 -
      2 * pad[axis] -
      (coverAll ? stride[axis] - 1 : 0),
  );
  if (spans.some((n) => n < 1))
    throw new TypeCheckError(
      `${label}: ${counts.join('×')} windows of ${kernel.join('×')} leave nothing inside a padding of ${pad.join('×')}`,
    );
  return spans as { [K in keyof T]: number };
}

/** Throws unless windows over a picture of `outsize` are as many as `counts`. */
export function expectOutsize<T extends readonly number[]>(
  label: string,
  outsize: T,
  counts: readonly number[],
  window: Window<T>,
  coverAll: boolean,
): void {
  const back: readonly number[] = windowCount(label, outsize, window, coverAll);
  if (back.length !== counts.length || back.some((n, axis) => n !== counts[axis]))
    throw new TypeCheckError(
      `${label}: expected an outsize whose windows are ${counts.join('×')}, but ${outsize.join('×')} gives ${back.join('×')}`,
    );
}

/** Height and width of an (N, C, H, W) shape. */
export const planeOf = (shape: readonly number[]): [number, number] => [shape[2], shape[3]];
