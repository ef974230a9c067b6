import { type Shape, sizeOf, stridesOf } from '../backend.js';
import { type CpuArray, canBlock } from './array.js';
import type { CpuDevice } from './device.js';
import { Chunk, Task } from './kernels/codes.js';

/** Dimensions of size 1 left out and neighbours joined where every list of strides allows it; outermost first. */
export function collapse(shape: Shape, lists: readonly (readonly number[])[]): { dims: number[]; strides: number[][] } {
  const dims: number[] = [];
  const strides: number[][] = lists.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const last = dims.length - 1;
    if (last >= 0 && lists.every((list, i) => strides[i]![last] === list[axis]! * size)) {
      dims[last]! *= size;
      lists.forEach((list, i) => {
        strides[i]![last] = list[axis]!;
      });
    } else {
      dims.push(size);
      lists.forEach((list, i) => {
        strides[i]!.push(list[axis]!);
      });
    }
  }
  if (dims.length === 0) {
    dims.push(1);
    for (const list of strides) list.push(1);
  }
  return { dims, strides };
}

function padTo(list: readonly number[], length: number): number[] {
  return [...list, ...new Array<number>(length - list.length).fill(0)];
}

function runStrided(
  device: CpuDevice,
  task: Task,
  outside: number,
  inside: number,
  shape: Shape,
  strides: readonly number[],
): void {
  const total = sizeOf(shape);
  if (total === 0) return;
  const {
    dims,
    strides: [steps],
  } = collapse(shape, [strides]);
  const rows = total / dims[dims.length - 1]!;
  const per = Math.max(1, Math.ceil(Chunk.Flat / dims[dims.length - 1]!));
  const params = [outside, inside, dims.length, rows, per, 0, 0, 0];
  device.run(task, Math.ceil(rows / per), total * 1.5, [...params, ...padTo(dims, 8), ...steps!.map((s) => s * 4)]);
}

export function gatherStrided(
  device: CpuDevice,
  x: CpuArray,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): CpuArray {
  // Values per channel over planes (statistics, scales) are wanted beside blocked arrays.
  if (canBlock(shape) && offset === 0 && strides[2] === 0 && strides[3] === 0 && strides[1] === 1 && !x.blocked) {
    const [n, c, h, w] = shape as [number, number, number, number];
    const y = device.create(shape, x.dtype, true);
    device.run(Task.BroadcastChannels, (n * c) / 4, y.size * 0.3, [x.ptr, y.ptr, h * w, c / 4, strides[0]! * 4]);
    return y;
  }
  device.plain(x);
  const y = device.create(shape, x.dtype);
  runStrided(device, Task.GatherStrided, x.ptr + offset * 4, y.ptr, shape, strides);
  return y;
}

export function scatterStrided(
  device: CpuDevice,
  dst: CpuArray,
  x: CpuArray,
  strides: readonly number[],
  offset: number,
): void {
  const own = stridesOf(dst.shape);
  // Some rows and columns of all channels stay in channel blocks.
  const isBox = canBlock(x.shape) && x.shape[1] === dst.shape[1] && strides.every((s, axis) => s === own[axis]);
  if (dst.blocked && isBox && offset < own[1]!) {
    device.blocked(x);
    device.writable(dst);
    const [n, c, h, w] = x.shape as [number, number, number, number];
    const blocks = [own[0]!, 4 * own[1]!, 4 * own[2]!, 4, 1];
    runStrided(device, Task.ScatterStrided, dst.ptr + offset * 16, x.ptr, [n, c / 4, h, w, 4], blocks);
    return;
  }
  device.plain(x);
  device.plain(dst);
  device.writable(dst);
  runStrided(device, Task.ScatterStrided, dst.ptr + offset * 4, x.ptr, x.shape, strides);
}

/** Rows of `bytes` bytes from one pitch to another. */
export function copyRows(
  device: CpuDevice,
  from: number,
  to: number,
  rows: number,
  bytes: number,
  fromPitch: number,
  toPitch: number,
): void {
  if (rows === 0 || bytes === 0) return;
  if (rows === 1 || (bytes === fromPitch && bytes === toPitch)) {
    device.copyBytes(from, to, rows * bytes);
    return;
  }
  const per = Math.max(1, Math.ceil((Chunk.Flat * 4) / bytes));
  device.run(Task.Copy, Math.ceil(rows / per), rows * bytes * 0.1, [from, to, rows, bytes, fromPitch, toPitch, per]);
}

export function concat(device: CpuDevice, xs: readonly CpuArray[], axis: number): CpuArray {
  const first = xs[0]!;
  const shape = [...first.shape];
  shape[axis] = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
  const blocked = axis <= 1 && xs.some((x) => x.blocked) && xs.every((x) => canBlock(x.shape));
  for (const x of xs) blocked ? device.blocked(x) : device.plain(x);
  if (blocked && axis === 1) return device.join(xs, shape);
  const y = device.create(shape, first.dtype, blocked);
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1)) * 4;
  let at = y.ptr;
  for (const x of xs) {
    const bytes = x.shape[axis]! * inner;
    copyRows(device, x.ptr, at, outer, bytes, bytes, shape[axis]! * inner);
    at += bytes;
  }
  return y;
}

export function slice(device: CpuDevice, x: CpuArray, axis: number, start: number, length: number): CpuArray {
  const shape = [...x.shape];
  shape[axis] = length;
  const blocked = x.blocked && (axis !== 1 || (start % 4 === 0 && length % 4 === 0)) && canBlock(shape);
  if (!blocked) device.plain(x);
  const y = device.create(shape, x.dtype, blocked);
  // In channel blocks the four channels of a pixel lie side by side.
  const within = blocked && axis > 1 ? 4 : 1;
  const outer = sizeOf(shape.slice(0, axis)) / within;
  const inner = sizeOf(shape.slice(axis + 1)) * within * 4;
  copyRows(device, x.ptr + start * inner, y.ptr, outer, length * inner, x.shape[axis]! * inner, length * inner);
  return y;
}

/** Strides of an operand seen under a broadcast shape: 0 along the dimensions it lacks. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]!));
}
