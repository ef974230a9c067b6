import type { BinaryOp, UnaryOp } from '../../backend.js';
import { floatWord } from '../commands.js';
import { type Gpu, groupsFor, quadsOf } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import { wgsl } from '../kernels.generated.js';
import { broadcastShape, broadcastStrides, eight, mergeAxes } from '../stridedAxes.js';

/** The codes that a kernel gives its operations, read from its `const op_name = 7u;` lines. */
export function opCodes(source: string): ReadonlyMap<string, number> {
  return new Map([...source.matchAll(/^const op_(\w+) = (\d+)u;/gm)].map(([, name, code]) => [name, Number(code)]));
}

const UNARY = opCodes(wgsl.unary);
const BINARY = opCodes(wgsl.binary);
/** Operations with a meaning of their own on whole numbers; the rest go through floats. */
const WHOLE = new Set<UnaryOp>(['neg', 'abs', 'sign', 'floor', 'ceil', 'round', 'square', 'relu', 'isFinite']);
const WHOLE_IF_PARAMETERS_ARE = new Set<UnaryOp>(['affine', 'clip', 'leakyRelu']);
const INT_MAX = 0x7fffffff;
const MODE = { floats: 0, integersAsFloats: 1, integers: 2 } as const;

export function unary(gpu: Gpu, op: UnaryOp, x: GpuArray, p = 0, q = 0): GpuArray {
  const y = gpu.array(x.shape, x.dtype);
  const [wholeP, wholeQ] = op === 'clip' ? [p, q].map((v) => Math.min(Math.max(v, -INT_MAX - 1), INT_MAX)) : [p, q];
  const whole = Number.isInteger(wholeP) && Number.isInteger(wholeQ);
  let mode: number = MODE.floats;
  if (x.dtype === 'int32')
    mode = WHOLE.has(op) || (whole && WHOLE_IF_PARAMETERS_ARE.has(op)) ? MODE.integers : MODE.integersAsFloats;
  const quads = quadsOf(x);
  gpu.run({
    files: ['math', 'unary'],
    constants: { OP: UNARY.get(op)!, MODE: mode },
    reads: [x],
    writes: [y],
    params: [quads, floatWord(p), floatWord(q), wholeP, wholeQ],
    workgroups: groupsFor(quads),
  });
  return y;
}

const COMPARISONS = new Set<BinaryOp>(['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual']);

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
    constants: {
      OP: BINARY.get(op)!,
      INTEGERS: Number(a.dtype === 'int32'),
      ...(quads && { REPEAT_A: Number(axes.strides[0][last] === 0), REPEAT_B: Number(axes.strides[1][last] === 0) }),
    },
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
