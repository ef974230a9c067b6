import { type DType, type Shape, sizeOf } from '../../backend.js';
import { floatWord } from '../commands.js';
import { type Gpu, groupsFor, quadsOf } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { eight, mergeAxes } from '../stridedAxes.js';

export function fill(gpu: Gpu, y: GpuArray, value: number): void {
  const word = y.dtype === 'int32' ? Math.trunc(value) : floatWord(value);
  const quads = quadsOf(y);
  gpu.run({ files: ['fill'], reads: [], writes: [y], params: [quads, word], workgroups: groupsFor(quads) });
}

export function full(gpu: Gpu, shape: Shape, value: number, dtype: DType): GpuArray {
  const y = gpu.array(shape, dtype);
  fill(gpu, y, value);
  return y;
}

/** Rows of `width` elements, each side with a pitch from row to row and an offset of the first. */
interface Rows {
  readonly rows: number;
  readonly width: number;
  readonly fromPitch: number;
  readonly fromOffset: number;
  readonly toPitch: number;
  readonly toOffset: number;
}

function copyRows(gpu: Gpu, x: GpuArray, y: GpuArray, part: Rows): void {
  const numbers = [part.width, part.fromPitch, part.fromOffset, part.toPitch, part.toOffset];
  const quads = numbers.every((n) => n % 4 === 0);
  const [width, ...places] = quads ? numbers.map((n) => n / 4) : numbers;
  const count = part.rows * width;
  gpu.run({
    files: ['copyRows'],
    entry: quads ? 'quads' : 'words',
    reads: [x],
    writes: [y],
    params: [count, width, ...places],
    workgroups: groupsFor(count),
  });
}

/** dst ← src, elements in row-major order. */
export function assign(gpu: Gpu, dst: GpuArray, src: GpuArray): void {
  if (dst.storage === src.storage) return;
  const width = quadsOf(src) * 4; // the padding may go along
  copyRows(gpu, src, dst, { rows: 1, width, fromPitch: 0, fromOffset: 0, toPitch: 0, toOffset: 0 });
}

export function copy(gpu: Gpu, x: GpuArray): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  assign(gpu, y, x);
  return y;
}

export function cast(gpu: Gpu, x: GpuArray, dtype: DType): GpuArray {
  if (x.dtype === dtype) return copy(gpu, x);
  const y = gpu.array(x.shape, dtype);
  const quads = quadsOf(x);
  gpu.run({
    files: ['cast'],
    constants: { TO_INTEGER: Number(dtype === 'int32') },
    reads: [x],
    writes: [y],
    params: [quads],
    workgroups: groupsFor(quads),
  });
  return y;
}

function strided(
  gpu: Gpu,
  entry: 'gather' | 'scatter',
  x: GpuArray,
  y: GpuArray,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): void {
  const count = sizeOf(shape);
  if (count === 0) return;
  const axes = mergeAxes(shape, [strides]);
  gpu.run({
    files: ['strided'],
    entry,
    reads: [x],
    writes: [y],
    params: [count, axes.shape.length, offset, 0, ...eight(axes.shape), ...eight(axes.strides[0])],
    workgroups: groupsFor(count),
  });
}

export function gatherStrided(gpu: Gpu, x: GpuArray, shape: Shape, strides: readonly number[], offset: number) {
  const y = gpu.array(shape, x.dtype);
  strided(gpu, 'gather', x, y, shape, strides, offset);
  return y;
}

export function scatterStrided(gpu: Gpu, dst: GpuArray, x: GpuArray, strides: readonly number[], offset: number): void {
  // a launch may not read and write one buffer
  const source = x.storage === dst.storage ? copy(gpu, x) : x;
  strided(gpu, 'scatter', source, dst, x.shape, strides, offset);
  if (source !== x) gpu.free(source);
}

export function concat(gpu: Gpu, xs: readonly GpuArray[], axis: number): GpuArray {
  const shape = [...xs[0].shape];
  shape[axis] = xs.reduce((sum, x) => sum + x.shape[axis], 0);
  const y = gpu.array(shape, xs[0].dtype);
  const rows = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  let toOffset = 0;
  for (const x of xs) {
    const width = x.shape[axis] * inner;
    if (width > 0)
      copyRows(gpu, x, y, { rows, width, fromPitch: width, fromOffset: 0, toPitch: shape[axis] * inner, toOffset });
    toOffset += width;
  }
  return y;
}

export function slice(gpu: Gpu, x: GpuArray, axis: number, start: number, length: number): GpuArray {
  const shape = [...x.shape];
  shape[axis] = length;
  const y = gpu.array(shape, x.dtype);
  if (y.size === 0) return y;
  const inner = sizeOf(shape.slice(axis + 1));
  copyRows(gpu, x, y, {
    rows: sizeOf(shape.slice(0, axis)),
    width: length * inner,
    fromPitch: x.shape[axis] * inner,
    fromOffset: start * inner,
    toPitch: length * inner,
    toOffset: 0,
  });
  return y;
}
