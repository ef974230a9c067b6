import { type Shape, sizeOf } from '../../backend.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { groupsFor } from '../launchSize.js';
import { full } from './copies.js';

export function take(gpu: Gpu, x: GpuArray, indices: GpuArray, axis: number): GpuArray {
  const shape = [...x.shape];
  shape[axis] = indices.size;
  const y = gpu.array(shape, x.dtype);
  gpu.run({
    files: ['take'],
    reads: [x, indices],
    writes: [y],
    params: [y.size, x.shape[axis], indices.size, sizeOf(shape.slice(axis + 1))],
    workgroups: groupsFor(y.size),
  });
  return y;
}

export function takeGrad(gpu: Gpu, gy: GpuArray, indices: GpuArray, shape: Shape, axis: number): GpuArray {
  const gx = gpu.array(shape);
  const first = full(gpu, [shape[axis]], -1, 'int32');
  const next = gpu.array([indices.size], 'int32');
  const params = [gx.size, shape[axis], indices.size, sizeOf(shape.slice(axis + 1))];
  const files = ['takeGrad'] as const;
  gpu.run({
    files,
    entry: 'link',
    reads: [indices],
    writes: [first, next],
    params,
    workgroups: groupsFor(indices.size),
  });
  gpu.run({ files, entry: 'sum', reads: [gy, first, next], writes: [gx], params, workgroups: groupsFor(gx.size) });
  gpu.free(first);
  gpu.free(next);
  return gx;
}

export function oneHot(gpu: Gpu, indices: GpuArray, depth: number): GpuArray {
  const y = gpu.array([...indices.shape, depth]);
  gpu.run({
    files: ['oneHot'],
    reads: [indices],
    writes: [y],
    params: [y.size, depth],
    workgroups: groupsFor(y.size),
  });
  return y;
}

/** Elements of a plane, the last two axes. */
const planeOf = (x: GpuArray): number => sizeOf(x.shape.slice(-2));

export function gatherPlane(gpu: Gpu, x: GpuArray, indices: GpuArray): GpuArray {
  const y = gpu.array(indices.shape, x.dtype);
  gpu.run({
    files: ['plane'],
    entry: 'gather',
    reads: [x, indices],
    writes: [y],
    params: [y.size, planeOf(x), planeOf(indices)],
    workgroups: groupsFor(y.size),
  });
  return y;
}

export function scatterPlane(gpu: Gpu, gy: GpuArray, indices: GpuArray, size: readonly [number, number]): GpuArray {
  const gx = gpu.array([...gy.shape.slice(0, 2), ...size]);
  const first = full(gpu, gx.shape, -1, 'int32');
  const next = gpu.array(indices.shape, 'int32');
  const files = ['plane'] as const;
  gpu.run({
    files,
    entry: 'link',
    reads: [indices],
    writes: [first, next],
    params: [indices.size, planeOf(gx), planeOf(indices)],
    workgroups: groupsFor(indices.size),
  });
  gpu.run({
    files,
    entry: 'sum',
    reads: [gy, first, next],
    writes: [gx],
    params: [gx.size, planeOf(gx), planeOf(indices)],
    workgroups: groupsFor(gx.size),
  });
  gpu.free(first);
  gpu.free(next);
  return gx;
}
