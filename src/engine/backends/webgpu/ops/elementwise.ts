import { type BinaryOp, type DType, stridesOf, type UnaryOp } from '../../backend.js';
import { floatWord } from '../commands.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { onWords, scalarOf } from '../scalarCode.js';
import { broadcastShape, broadcastStrides } from '../stridedAxes.js';

/** Operations with a meaning of their own on whole numbers; the rest go through floats. */
const WHOLE = new Set<UnaryOp>(['neg', 'abs', 'sign', 'floor', 'ceil', 'round', 'square', 'relu', 'isFinite']);
const WHOLE_IF_NUMBERS_ARE = new Set<UnaryOp>(['affine', 'clip', 'leakyRelu']);
/** How many numbers an operation takes. */
const UNARY_NUMBERS: Partial<Record<UnaryOp, number>> = {
  affine: 2,
  clip: 2,
  pow: 1,
  leakyRelu: 1,
  elu: 1,
  softplus: 1,
};
const BINARY_NUMBERS: Partial<Record<BinaryOp, number>> = { leakyReluGrad: 1, eluGrad: 1 };
const INT_MAX = 0x7fffffff;

/** A call in WGSL whose last arguments are the operation's numbers #0, #1, …, read as `type`. */
function call(name: string, values: string, count: number, type: string): string {
  const numbers = Array.from({ length: count }, (_, n) => `bitcast<${type}>(#${n})`);
  return `${name}(${[values, ...numbers].join(', ')})`;
}

export function unary(gpu: Gpu, op: UnaryOp, x: GpuArray, p = 0, q = 0): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  const [wholeP, wholeQ] = op === 'clip' ? [p, q].map((v) => Math.min(Math.max(v, -INT_MAX - 1), INT_MAX)) : [p, q];
  const whole = Number.isInteger(wholeP) && Number.isInteger(wholeQ);
  const onIntegers = x.dtype === 'int32' && (WHOLE.has(op) || (whole && WHOLE_IF_NUMBERS_ARE.has(op)));
  const count = UNARY_NUMBERS[op] ?? 0;
  const { prefix, type } = scalarOf(onIntegers ? 'int32' : 'float32');
  const throughFloats = x.dtype === 'int32' && !onIntegers;
  const name = op === 'pow' ? 'float_power' : `${prefix}_${op}`; // pow of two operands has that name
  const result = call(name, throughFloats ? 'f32(bitcast<i32>($0))' : onWords(x.dtype, '$0'), count, type);
  const code = throughFloats ? `bitcast<u32>(i32(${result}))` : `bitcast<u32>(${result})`;
  const numbers = (onIntegers ? [wholeP, wholeQ] : [p, q].map(floatWord)).slice(0, count);
  gpu.compute(y, [{ x, strides: stridesOf(x.shape) }], [{ code, args: ['a0'], numbers }]);
  return y;
}

const COMPARISONS = new Set<BinaryOp>(['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual']);

/** Operations that int32 operands go through floats for; the other gradients exist for floats only. */
const THROUGH_FLOATS = new Set<BinaryOp>(['pow', 'atan2', 'leakyReluGrad', 'eluGrad', 'sigmoidGrad', 'tanhGrad']);

/** The result's word as an expression of the operands' words. */
function wordOf(op: BinaryOp, dtype: DType): string {
  const count = BINARY_NUMBERS[op] ?? 0;
  if (dtype === 'int32' && THROUGH_FLOATS.has(op))
    return `bitcast<u32>(i32(${call(`float_${op}`, 'f32(bitcast<i32>($0)), f32(bitcast<i32>($1))', count, 'f32')}))`;
  const result = call(`${scalarOf(dtype).prefix}_${op}`, onWords(dtype, '$0', '$1'), count, scalarOf(dtype).type);
  return COMPARISONS.has(op) ? `truth(${result})` : `bitcast<u32>(${result})`;
}

export function binary(gpu: Gpu, op: BinaryOp, a: GpuArray, b: GpuArray, p = 0): GpuArray {
  const shape = broadcastShape(a.shape, b.shape);
  const y = gpu.array(shape, COMPARISONS.has(op) ? 'float32' : a.dtype);
  const operands = [a, b].map((x) => ({ x, strides: broadcastStrides(x.shape, shape) }));
  const numbers = [floatWord(p)].slice(0, BINARY_NUMBERS[op] ?? 0);
  gpu.compute(y, operands, [{ code: wordOf(op, a.dtype), args: ['a0', 'a1'], numbers }]);
  return y;
}

export function where(gpu: Gpu, cond: GpuArray, a: GpuArray, b: GpuArray): GpuArray {
  const shape = broadcastShape(cond.shape, a.shape, b.shape);
  const y = gpu.array(shape, a.dtype);
  const operands = [cond, a, b].map((x) => ({ x, strides: broadcastStrides(x.shape, shape) }));
  const bits = cond.dtype === 'float32' ? '($0 & 0x7fffffffu)' : '$0'; // −0 is zero
  gpu.compute(y, operands, [{ code: `select($2, $1, ${bits} != 0u)`, args: ['a0', 'a1', 'a2'], numbers: [] }]);
  return y;
}
