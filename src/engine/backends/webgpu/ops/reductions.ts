import { type DType, type ReduceOp, sizeOf, stridesOf } from '../../backend.js';
import { unchanged } from '../expression.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { groupsFor, LANES } from '../launchSize.js';
import type { Kernel } from '../programs.js';
import { onWords, scalarOf } from '../scalarCode.js';
import { type Axes, eight, mergeAxes } from '../stridedAxes.js';

/** The words that change nothing, by dtype: what an empty reduction gives. */
const NEUTRAL: Record<ReduceOp, { readonly float32: number; readonly int32: number }> = {
  sum: { float32: 0, int32: 0 },
  max: { float32: 0xff800000, int32: 0x80000000 },
  min: { float32: 0x7f800000, int32: 0x7fffffff },
  prod: { float32: 0x3f800000, int32: 1 },
};
/** Elements that one lane adds up in a chain; what is longer goes into segments, for accuracy and to keep a GPU busy. */
const CHAIN = 64;
/** Lanes that share an output in the kernel's `along`. */
const PARTS = 4;
const COLUMNS = LANES / PARTS;

export function reduce(gpu: Gpu, op: ReduceOp, x: GpuArray, axes: readonly number[]): GpuArray {
  const strides = stridesOf(x.shape);
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const pick = (chosen: readonly number[]): Axes =>
    mergeAxes(
      chosen.map((axis) => x.shape[axis]),
      [chosen.map((axis) => strides[axis])],
    );
  const shape = kept.map((axis) => x.shape[axis]);
  const y = gpu.array(shape, x.dtype);
  if (y.size === 0) return y;
  const length = sizeOf(axes.map((axis) => x.shape[axis]));
  stage(gpu, op, x, y, pick(kept), pick(axes), length);
  return y;
}

/** A kernel whose workgroups fold words: what the host leaves to it of the operation and of how. */
export function foldKernel(gpu: Gpu, file: 'reduce' | 'squares', dtype: DType, op: ReduceOp): Kernel {
  const { prefix } = scalarOf(dtype);
  const { subgroups } = gpu.variants;
  const word = (call: string): string => `{ return bitcast<u32>(${call}); }`;
  return {
    enables: subgroups ? ['subgroups'] : [],
    files: ['folds', subgroups ? 'foldSubgroups' : 'foldTree', file],
    definitions: [
      `fn neutral() -> u32 { return ${NEUTRAL[op][dtype === 'int32' ? 'int32' : 'float32']}u; }`,
      `fn fold(a: u32, b: u32) -> u32 ${word(`fold_${prefix}_${op}(${onWords(dtype, 'a', 'b')})`)}`,
      ...(subgroups
        ? [`fn foldSubgroup(a: u32) -> u32 ${word(`together_${prefix}_${op}(${onWords(dtype, 'a')})`)}`]
        : []),
    ].join('\n'),
  };
}

/** Sums partial results: x (parts, …) → y (…), for operations that split their work. */
export function sumParts(gpu: Gpu, x: GpuArray, y: GpuArray, parts: number): void {
  stage(gpu, 'sum', x, y, { shape: [y.size], strides: [[1]] }, { shape: [parts], strides: [[y.size]] }, parts);
}

function stage(gpu: Gpu, op: ReduceOp, x: GpuArray, y: GpuArray, kept: Axes, reduced: Axes, length: number): void {
  const outputs = y.size;
  const innermost = reduced.strides[0].at(-1) === 1;
  const across = innermost && length >= LANES / 2;
  const segmentLength = CHAIN * (across ? LANES : PARTS);
  const segments = Math.max(1, Math.ceil(length / segmentLength));
  const result = segments > 1 ? gpu.array([segments, outputs], x.dtype) : y;
  gpu.run({
    ...foldKernel(gpu, 'reduce', x.dtype, op),
    entry: across ? 'across' : 'along',
    reads: [],
    writes: [result],
    source: gpu.expression(x.shape, [{ x, strides: stridesOf(x.shape) }]),
    finish: unchanged(result.size),
    params: [
      outputs,
      length,
      segments,
      segmentLength,
      kept.shape.length,
      reduced.shape.length,
      0,
      0,
      ...eight(kept.shape),
      ...eight(kept.strides[0]),
      ...eight(reduced.shape),
      ...eight(reduced.strides[0]),
    ],
    workgroups: across ? outputs * segments : groupsFor(outputs * segments, COLUMNS),
  });
  if (segments === 1) return;
  const all = { shape: [segments], strides: [[outputs]] };
  stage(gpu, op, result, y, { shape: [outputs], strides: [[1]] }, all, segments);
  gpu.free(result);
}

/** (outer, length, inner) around an axis. */
function around(x: GpuArray, axis: number): { length: number; inner: number } {
  return { length: x.shape[axis], inner: sizeOf(x.shape.slice(axis + 1)) };
}

export function argReduce(gpu: Gpu, op: 'max' | 'min', x: GpuArray, axis: number): GpuArray {
  const y = gpu.array(
    x.shape.filter((_, i) => i !== axis),
    'int32',
  );
  const { length, inner } = around(x, axis);
  if (x.size === 0) return y;
  const across = length >= 2 * LANES && y.size < 64 * LANES;
  gpu.run({
    files: ['argReduce'],
    entry: across ? 'across' : 'along',
    constants: { MAX: Number(op === 'max'), INTEGERS: Number(x.dtype === 'int32') },
    reads: [x],
    writes: [y],
    params: [y.size, length, inner],
    workgroups: across ? y.size : groupsFor(y.size),
  });
  return y;
}

export function cumsum(gpu: Gpu, x: GpuArray, axis: number): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  if (x.size === 0) return y;
  const { length, inner } = around(x, axis);
  const lines = x.size / length;
  const across = length > LANES;
  gpu.run({
    files: ['cumsum'],
    entry: across ? 'across' : 'along',
    constants: { INTEGERS: Number(x.dtype === 'int32') },
    reads: [x],
    writes: [y],
    params: [lines, length, inner],
    workgroups: across ? lines : groupsFor(lines),
  });
  return y;
}
