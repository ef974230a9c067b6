import type { AdamStep } from '../backend.js';
import type { CpuArray } from './array.js';
import { bits, type CpuDevice } from './device.js';
import { Chunk, Task } from './kernels/codes.js';
import { sumOfValues } from './reduction.js';

/** Nanoseconds an element takes one thread, bound by memory. */
const COST = 0.5;

export function squaredNorm(device: CpuDevice, xs: readonly CpuArray[]): CpuArray {
  const chunks = xs.map((x) => Math.ceil(x.size / Chunk.Flat));
  const count = chunks.reduce((sum, n) => sum + n, 0);
  const sums = device.heap.allocate(Math.max(1, count) * 4);
  device.floats[sums.ptr >>> 2] = 0; // the sum of nothing
  let at = sums.ptr;
  for (const [i, x] of xs.entries()) {
    device.runFlat(Task.Squares, x.size, COST, [x.ptr, at, x.size]);
    at += chunks[i]! * 4;
  }
  const y = device.create([]);
  sumOfValues(device, sums.ptr, Math.max(1, count), y.ptr);
  device.heap.release(sums);
  return y;
}

export function scaleBy(device: CpuDevice, x: CpuArray, factor: CpuArray): void {
  device.writable(x);
  device.runFlat(Task.ScaleBy, x.size, COST, [x.ptr, factor.ptr, x.size]);
}

export function approach(device: CpuDevice, x: CpuArray, target: CpuArray, rate: number, keep: number): void {
  device.sameOrder(x, target);
  device.writable(x);
  device.runFlat(Task.Approach, x.size, COST, [x.ptr, target.ptr, x.size, bits(keep), bits(rate)]);
}

export function adam(device: CpuDevice, p: CpuArray, g: CpuArray, m: CpuArray, v: CpuArray, step: AdamStep): void {
  for (const x of [p, g, m, v]) device.plain(x);
  for (const x of [p, m, v]) device.writable(x);
  device.runFlat(Task.Adam, p.size, 2 * COST, [
    ...[p.ptr, g.ptr, m.ptr, v.ptr, p.size, bits(step.stepSize), bits(1 - step.beta1), bits(1 - step.beta2)],
    ...[bits(step.eps), bits(step.decay)],
  ]);
}
