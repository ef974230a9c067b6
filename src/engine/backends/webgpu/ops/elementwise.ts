import type { BinaryOp, DType, UnaryOp } from '../../backend.js';
import { floatWord } from '../commands.js';
import { type Gpu, groupsFor, quadsOf } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { onWords, SCALAR } from '../scalarCode.js';
import { broadcastShape, broadcastStrides, eight, mergeAxes } from '../stridedAxes.js';

/** Operations with a meaning of their own on whole numbers; the rest go through floats. */
const WHOLE = new Set<UnaryOp>(['neg', 'abs', 'sign', 'floor', 'ceil', 'round', 'square', 'relu', 'isFinite']);
const WHOLE_IF_PARAMETERS_ARE = new Set<UnaryOp>(['affine', 'clip', 'leakyRelu']);
const INT_MAX = 0x7fffffff;

export function unary(gpu: Gpu, op: UnaryOp, x: GpuArray, p = 0, q = 0): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  const [wholeP, wholeQ] = op === 'clip' ? [p, q].map((v) => Math.min(Math.max(v, -INT_MAX - 1), INT_MAX)) : [p, q];
  const whole = Number.isInteger(wholeP) && Number.isInteger(wholeQ);
  const onIntegers = x.dtype === 'int32' && (WHOLE.has(op) || (whole && WHOLE_IF_PARAMETERS_ARE.has(op)));
  let result = `bitcast<u32>(${SCALAR[x.dtype].prefix}_${op}(${onWords(x.dtype, 'x')}))`;
  if (x.dtype === 'int32' && !onIntegers) result = `bitcast<u32>(i32(float_${op}(f32(bitcast<i32>(x)))))`;
  const quads = quadsOf(x);
  gpu.run({
    files: ['math', 'unary'],
    definitions: `fn word(x: u32) -> u32 { return ${result}; }`,
    reads: [x],
    writes: [y],
    params: [quads, floatWord(p), floatWord(q), wholeP, wholeQ],
    workgroups: groupsFor(quads),
  });
  return y;
}

const COMPARISONS = new Set<BinaryOp>(['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual']);

/** Operations that int32 operands go through floats for; the other gradients exist for floats only. */
const THROUGH_FLOATS = new Set<BinaryOp>(['pow', 'atan2', 'leakyReluGrad', 'eluGrad', 'sigmoidGrad', 'tanhGrad']);

/** The result's word as an expression of the operands' words a and b. */
function wordOf(op: BinaryOp, dtype: DType): string {
  if (dtype === 'int32' && THROUGH_FLOATS.has(op))
    return `bitcast<u32>(i32(float_${op}(f32(bitcast<i32>(a)), f32(bitcast<i32>(b)))))`;
  const call = `${SCALAR[dtype].prefix}_${op}(${onWords(dtype, 'a', 'b')})`;
  return COMPARISONS.has(op) ? `truth(${call})` : `bitcast<u32>(${call})`;
}

export function binary(gpu: Gpu, op: BinaryOp, a: GpuArray, b: GpuArray, p = 0): GpuArray {
  const shape = broadcastShape(a.shape, b.shape);
  const y = gpu.array(shape, COMPARISONS.has(op) ? 'float32' : a.dtype);
  if (y.size === 0) return y;
  const axes = mergeAxes(shape, [broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)]);
  const last = axes.shape.length - 1;
  // (an axis that an operand does not repeat has stride 1 there, as operands are dense)
  const quads = last === 0 || axes.shape[last] % 4 === 0;
  const extents = [...axes.shape];
  const count = quads ? Math.ceil(y.size / 4) : y.size;
  gpu.run({
    files: ['math', 'binary'],
    entry: quads ? 'quads' : 'words',
    definitions: `fn word(a: u32, b: u32) -> u32 { return ${wordOf(op, a.dtype)}; }`,
    constants: quads
      ? { REPEAT_A: Number(axes.strides[0][last] === 0), REPEAT_B: Number(axes.strides[1][last] === 0) }
      : {},
    reads: [a, b],
    writes: [y],
    params: [count, last + 1, floatWord(p), 0, ...eight(extents), ...eight(axes.strides[0]), ...eight(axes.strides[1])],
    workgroups: groupsFor(count),
  });
  return y;
}

export function where(gpu: Gpu, cond: GpuArray, a: GpuArray, b: GpuArray): GpuArray {
  const shape = broadcastShape(cond.shape, a.shape, b.shape);
  const y = gpu.array(shape, a.dtype);
  if (y.size === 0) return y;
  const operands = [cond, a, b];
  const axes = mergeAxes(
    shape,
    operands.map((x) => broadcastStrides(x.shape, shape)),
  );
  gpu.run({
    files: ['where'],
    constants: { COND_IS_FLOAT: Number(cond.dtype === 'float32') },
    reads: operands,
    writes: [y],
    params: [y.size, axes.shape.length, 0, 0, ...eight(axes.shape), ...axes.strides.flatMap(eight)],
    workgroups: groupsFor(y.size),
  });
  return y;
}
