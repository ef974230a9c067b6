import type { CpuArray } from './array.js';
import type { CpuDevice } from './device.js';
import { Task } from './kernels/codes.js';

/** Nanoseconds an element takes one thread. */
const COST = 0.3;

/** Half precision as float32. */
export function widen(device: CpuDevice, x: CpuArray): CpuArray {
  const y = device.create(x.shape, 'float32');
  device.runFlat(Task.WidenHalf, x.size, COST, [x.ptr, y.ptr, x.size]);
  return y;
}

/** Float32 as half precision, in plain order: in half precision arrays only wait. */
export function narrow(device: CpuDevice, x: CpuArray): CpuArray {
  device.plain(x);
  const y = device.create(x.shape, 'float16');
  device.runFlat(Task.NarrowHalf, x.size, COST, [x.ptr, y.ptr, x.size]);
  return y;
}
