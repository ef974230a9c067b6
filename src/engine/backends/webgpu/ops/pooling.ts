import type { PoolGeometry } from '../../backend.js';
import { floatWord } from '../commands.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { groupsFor } from '../launchSize.js';

type Size = readonly [number, number];

const sizeOfPlane = (x: GpuArray): Size => [x.shape[2], x.shape[3]];

const poolParams = (count: number, scale: number, size: Size, outSize: Size, { kernel, stride, pad }: PoolGeometry) => [
  count,
  floatWord(scale),
  ...size,
  ...outSize,
  ...kernel,
  ...stride,
  ...pad,
];

export function maxPool2d(gpu: Gpu, x: GpuArray, geometry: PoolGeometry, outSize: Size) {
  const shape = [x.shape[0], x.shape[1], ...outSize];
  const y = gpu.array(shape);
  const indices = gpu.array(shape, 'int32');
  gpu.run({
    files: ['pool'],
    entry: 'maximum',
    reads: [x],
    writes: [y, indices],
    params: poolParams(y.size, 1, sizeOfPlane(x), outSize, geometry),
    workgroups: groupsFor(y.size),
  });
  return { y, indices };
}

export function sumPool2d(gpu: Gpu, x: GpuArray, geometry: PoolGeometry, outSize: Size, scale: number): GpuArray {
  const y = gpu.array([x.shape[0], x.shape[1], ...outSize]);
  gpu.run({
    files: ['pool'],
    entry: 'sum',
    reads: [x],
    writes: [y],
    params: poolParams(y.size, scale, sizeOfPlane(x), outSize, geometry),
    workgroups: groupsFor(y.size),
  });
  return y;
}

export function sumPool2dGrad(gpu: Gpu, gy: GpuArray, geometry: PoolGeometry, size: Size, scale: number): GpuArray {
  const gx = gpu.array([gy.shape[0], gy.shape[1], ...size]);
  gpu.run({
    files: ['pool'],
    entry: 'sumGrad',
    reads: [gy],
    writes: [gx],
    params: poolParams(gx.size, scale, size, sizeOfPlane(gy), geometry),
    workgroups: groupsFor(gx.size),
  });
  return gx;
}

/** Source pixels that one step along the result covers. */
function scaleOf(from: number, to: number, alignCorners: boolean): number {
  if (alignCorners) return to > 1 ? (from - 1) / (to - 1) : 0;
  return from / to;
}

const resizeParams = (count: number, size: Size, outSize: Size, alignCorners: boolean) => [
  count,
  Number(alignCorners),
  floatWord(scaleOf(size[0], outSize[0], alignCorners)),
  floatWord(scaleOf(size[1], outSize[1], alignCorners)),
  ...size,
  ...outSize,
];

export function resizeBilinear(gpu: Gpu, x: GpuArray, size: Size, alignCorners: boolean): GpuArray {
  const y = gpu.array([x.shape[0], x.shape[1], ...size]);
  gpu.run({
    files: ['resize'],
    entry: 'forward',
    reads: [x],
    writes: [y],
    params: resizeParams(y.size, sizeOfPlane(x), size, alignCorners),
    workgroups: groupsFor(y.size),
  });
  return y;
}

export function resizeBilinearGrad(gpu: Gpu, gy: GpuArray, size: Size, alignCorners: boolean): GpuArray {
  const gx = gpu.array([gy.shape[0], gy.shape[1], ...size]);
  gpu.run({
    files: ['resize'],
    entry: 'backward',
    reads: [gy],
    writes: [gx],
    params: resizeParams(gx.size, size, sizeOfPlane(gy), alignCorners),
    workgroups: groupsFor(gx.size),
  });
  return gx;
}
