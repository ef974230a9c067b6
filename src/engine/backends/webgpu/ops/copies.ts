import { type DType, type Shape, sizeOf, stridesOf } from '../../backend.js';
import { floatWord } from '../commands.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { groupsFor } from '../launchSize.js';
import { eight, MOST_AXES, mergeAxes } from '../stridedAxes.js';

const TO_INTEGER = 'bitcast<u32>(integer(bitcast<f32>($0)))';
const FROM_INTEGER = 'bitcast<u32>(f32(bitcast<i32>($0)))';

export function full(gpu: Gpu, shape: Shape, value: number, dtype: DType): GpuArray {
  const y = gpu.array(shape, dtype);
  const word = dtype === 'int32' ? Math.trunc(value) : floatWord(value);
  gpu.compute(y, [], [{ code: '#0', args: [], numbers: [word] }]);
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
    bytes: 2 * part.rows * part.width * 4,
  });
}

export function copy(gpu: Gpu, x: GpuArray): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  if (x.dtype === 'float16') gpu.assign(y, x);
  else gpu.compute(y, [{ x, strides: stridesOf(x.shape) }], []);
  return y;
}

export function cast(gpu: Gpu, x: GpuArray, dtype: DType): GpuArray {
  if (x.dtype === dtype) return copy(gpu, x);
  const y = gpu.array(x.shape, dtype);
  // the word of an array in half precision is a float32's
  const codes = dtype === 'int32' ? [TO_INTEGER] : x.dtype === 'int32' ? [FROM_INTEGER] : [];
  const operations = codes.map((code) => ({ code, args: ['a0'], numbers: [] }));
  gpu.compute(y, [{ x, strides: stridesOf(x.shape) }], operations);
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
  // what only repeats elements can be part of an expression
  const repeats = offset === 0 && strides.some((s) => s === 0) && strides.every((s) => s >= 0);
  if (repeats && shape.length <= MOST_AXES) gpu.compute(y, [{ x, strides }], []);
  else strided(gpu, 'gather', x, y, shape, strides, offset);
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
