import { type ReduceOp, type Shape, sizeOf } from '../backend.js';
import type { CpuArray } from './array.js';
import { bits, type CpuDevice } from './device.js';
import { Chunk, Reduce, Task } from './kernels/codes.js';

/** Values a segment of the result has: partial sums over fixed pieces, whatever the number of threads. */
const SEGMENT = 1024;

/** (outer, middle, inner) → (outer, inner), at addresses. */
function reduceMiddle(
  device: CpuDevice,
  op: ReduceOp,
  isInt: boolean,
  x: number,
  y: number,
  outer: number,
  middle: number,
  inner: number,
): void {
  const cost = outer * middle * inner * 0.4;
  if (isInt) {
    device.run(Task.ReduceInt, 1, 0, [Reduce[op], x, y, outer, middle, inner]);
    return;
  }
  // One long row or narrow column: fixed pieces first, then the pieces.
  const piece = Math.max(1, Math.floor(Chunk.Flat / inner));
  if (outer * inner < 64 && middle >= 2 * piece) {
    const pieces = Math.floor(middle / piece);
    const rest = middle - pieces * piece;
    const width = pieces + (rest > 0 ? 1 : 0);
    const partial = device.heap.allocate(outer * width * inner * 4);
    for (let o = 0; o < outer; o++) {
      const from = x + o * middle * inner * 4;
      const to = partial.ptr + o * width * inner * 4;
      reduceMiddle(device, op, false, from, to, pieces, piece, inner);
      if (rest > 0)
        reduceMiddle(device, op, false, from + pieces * piece * inner * 4, to + pieces * inner * 4, 1, rest, inner);
    }
    reduceMiddle(device, op, false, partial.ptr, y, outer, width, inner);
    device.heap.release(partial);
    return;
  }
  if (inner === 1) {
    const per = Math.max(1, Math.ceil(Chunk.Flat / middle));
    device.run(Task.Reduce, Math.ceil(outer / per), cost, [Reduce[op], x, y, outer, middle, 1, per]);
    return;
  }
  const segments = Math.ceil(inner / SEGMENT);
  const per = Math.max(1, Math.ceil(Chunk.Flat / (middle * Math.min(inner, SEGMENT))));
  const params = [Reduce[op], x, y, outer, middle, inner, per, segments, SEGMENT];
  device.run(Task.Reduce, Math.ceil((outer * segments) / per), cost, params);
}

/** Sum of n float32 values at x, to y. */
export function sumOfValues(device: CpuDevice, x: number, n: number, y: number): void {
  reduceMiddle(device, 'sum', false, x, y, 1, n, 1);
}

export function reduce(device: CpuDevice, op: ReduceOp, x: CpuArray, axes: readonly number[]): CpuArray {
  const kept = x.shape.filter((_, axis) => !axes.includes(axis));
  // Blocked (N, C/4, H·W, 4) becomes (N, C) in plain order when whole planes go; a total needs no order at all.
  const planes = x.blocked && axes.includes(2) && axes.includes(3) && !axes.includes(1);
  const total = kept.length === 0;
  if (x.blocked && !planes && !total) device.plain(x);
  const y = device.create(kept, x.dtype);
  const isInt = x.dtype === 'int32';
  if (x.size === 0) {
    const empty = { sum: 0, prod: 1, max: isInt ? -2147483648 : -Infinity, min: isInt ? 2147483647 : Infinity }[op];
    device.runFlat(Task.Fill, y.size, 0.2, [y.ptr, isInt ? empty : bits(empty), y.size]);
    return y;
  }
  // Runs of reduced dimensions, from the innermost out.
  let dims: number[] = total
    ? [x.size]
    : planes
      ? [x.shape[0]!, x.shape[1]! / 4, x.shape[2]! * x.shape[3]!, 4]
      : [...x.shape];
  const gone = new Set(total ? [0] : planes ? [...axes.filter((axis) => axis < 1), 2] : axes);
  let from = x.ptr;
  let held: ReturnType<CpuDevice['heap']['allocate']> | null = null;
  const runs: [number, number][] = [];
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (!gone.has(axis)) continue;
    let first = axis;
    while (first > 0 && gone.has(first - 1)) first--;
    runs.push([first, axis]);
    axis = first;
  }
  if (runs.length === 0) {
    device.copyBytes(x.ptr, y.ptr, x.size * 4);
    return y;
  }
  for (const [i, [first, last]] of runs.entries()) {
    const outer = sizeOf(dims.slice(0, first));
    const middle = sizeOf(dims.slice(first, last + 1));
    const inner = sizeOf(dims.slice(last + 1));
    const end = i === runs.length - 1;
    const target = end ? null : device.heap.allocate(outer * inner * 4);
    reduceMiddle(device, op, isInt, from, target ? target.ptr : y.ptr, outer, middle, inner);
    if (held) device.heap.release(held);
    held = target;
    if (target) from = target.ptr;
    dims = [...dims.slice(0, first), ...dims.slice(last + 1)];
  }
  return y;
}

/** (outer, middle, inner) about an axis. */
export function around(shape: Shape, axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
}

export function argReduce(device: CpuDevice, op: 'max' | 'min', x: CpuArray, axis: number): CpuArray {
  device.plain(x);
  const [outer, middle, inner] = around(x.shape, axis);
  const y = device.create([...x.shape.slice(0, axis), ...x.shape.slice(axis + 1)], 'int32');
  device.run(Task.ArgReduce, outer, x.size * 2, [
    op === 'max' ? 1 : 0,
    x.ptr,
    y.ptr,
    outer,
    middle,
    inner,
    x.dtype === 'float32' ? 1 : 0,
  ]);
  return y;
}

export function cumsum(device: CpuDevice, x: CpuArray, axis: number): CpuArray {
  device.plain(x);
  const [outer, middle, inner] = around(x.shape, axis);
  const y = device.create(x.shape, x.dtype);
  device.run(Task.CumSum, outer, x.size * 2, [x.ptr, y.ptr, middle, inner, x.dtype === 'float32' ? 1 : 0]);
  return y;
}
