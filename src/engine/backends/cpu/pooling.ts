import type { PoolGeometry } from '../backend.js';
import type { CpuArray } from './array.js';
import { bits, type CpuDevice } from './device.js';
import { Task } from './kernels/codes.js';

type Pair = readonly [number, number];

const windowOf = ({ kernel, stride, pad }: PoolGeometry): number[] => [...kernel, ...stride, ...pad];

export function maxPool2d(
  device: CpuDevice,
  x: CpuArray,
  geometry: PoolGeometry,
  outSize: Pair,
): { y: CpuArray; indices: CpuArray } {
  device.plain(x);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const shape = [n, c, ...outSize];
  const y = device.create(shape);
  const indices = device.create(shape, 'int32');
  const params = [x.ptr, y.ptr, h, w, ...outSize, ...windowOf(geometry), 0, indices.ptr];
  if (y.size) device.run(Task.MaxPool, n * c, y.size * geometry.kernel[0] * geometry.kernel[1], params);
  return { y, indices };
}

export function gatherPlane(device: CpuDevice, x: CpuArray, indices: CpuArray): CpuArray {
  device.plain(x);
  device.plain(indices);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const y = device.create(indices.shape, x.dtype);
  const [, , oh, ow] = indices.shape as [number, number, number, number];
  device.run(Task.GatherPlane, n * c, y.size, [x.ptr, indices.ptr, y.ptr, h * w, oh * ow]);
  return y;
}

export function scatterPlane(device: CpuDevice, gy: CpuArray, indices: CpuArray, size: Pair): CpuArray {
  device.plain(gy);
  device.plain(indices);
  const [n, c, oh, ow] = gy.shape as [number, number, number, number];
  const gx = device.create([n, c, ...size]);
  device.runFlat(Task.Fill, gx.size, 0.2, [gx.ptr, 0, gx.size]);
  device.run(Task.ScatterPlane, n * c, gy.size * 2, [gy.ptr, indices.ptr, gx.ptr, size[0] * size[1], oh * ow]);
  return gx;
}

const planesOf = (x: CpuArray): number => (x.shape[0]! * x.shape[1]!) / (x.blocked ? 4 : 1);

export function sumPool2d(
  device: CpuDevice,
  x: CpuArray,
  geometry: PoolGeometry,
  outSize: Pair,
  scale: number,
): CpuArray {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const y = device.create([n, c, ...outSize], 'float32', x.blocked && outSize[0] * outSize[1] > 1);
  const params = [x.ptr, y.ptr, h, w, ...outSize, ...windowOf(geometry), bits(scale), x.blocked ? 1 : 0];
  if (y.size) device.run(Task.SumPool, planesOf(x), x.size + y.size * 2, params);
  return y;
}

export function sumPool2dGrad(
  device: CpuDevice,
  gy: CpuArray,
  geometry: PoolGeometry,
  size: Pair,
  scale: number,
): CpuArray {
  const [n, c, h, w] = gy.shape as [number, number, number, number];
  // A (1 × 1) gy is in both layouts at once; blocks are then what the larger result should have.
  const blocked = size[0] * size[1] > 1 && c > 0 && (gy.blocked || (h * w === 1 && c % 4 === 0));
  const gx = device.create([n, c, ...size], 'float32', blocked);
  const lanes = blocked || gy.blocked;
  const params = [gy.ptr, gx.ptr, ...size, h, w, ...windowOf(geometry), bits(scale), lanes ? 1 : 0];
  if (gx.size) device.run(Task.SumPoolGrad, lanes ? (n * c) / 4 : n * c, gx.size + gy.size, params);
  return gx;
}

export function resizeBilinear(device: CpuDevice, x: CpuArray, size: Pair, alignCorners: boolean): CpuArray {
  device.plain(x);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const y = device.create([n, c, ...size]);
  if (y.size) device.run(Task.Bilinear, n * c, y.size * 5, [x.ptr, y.ptr, h, w, ...size, alignCorners ? 1 : 0]);
  return y;
}

export function resizeBilinearGrad(device: CpuDevice, gy: CpuArray, size: Pair, alignCorners: boolean): CpuArray {
  device.plain(gy);
  const [n, c, h, w] = gy.shape as [number, number, number, number];
  const gx = device.create([n, c, ...size]);
  if (gx.size) device.run(Task.BilinearGrad, n * c, gy.size * 6, [gx.ptr, gy.ptr, ...size, h, w, alignCorners ? 1 : 0]);
  return gx;
}
