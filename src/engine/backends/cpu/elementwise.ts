import { type BinaryOp, type DType, type Shape, sizeOf, type UnaryOp } from '../backend.js';
import { type CpuArray, canBlock } from './array.js';
import { broadcastStrides, collapse } from './copies.js';
import { bits, type CpuDevice } from './device.js';
import { Binary, Chunk, Task, Unary } from './kernels/codes.js';

/** Nanoseconds an element of the costlier functions takes on one thread; the rest are bound by memory. */
const SLOW = 8;
const CHEAP = 0.5;
const cheapUnary = new Set<UnaryOp>([
  'neg',
  'abs',
  'square',
  'sqrt',
  'relu',
  'affine',
  'clip',
  'leakyRelu',
  'exp',
  'tanh',
  'sigmoid',
]);

export function unary(device: CpuDevice, op: UnaryOp, x: CpuArray, p: number, q: number): CpuArray {
  const y = device.create(x.shape, x.dtype, x.blocked);
  const task = x.dtype === 'int32' ? Task.UnaryInt : Task.Unary;
  device.runFlat(task, x.size, cheapUnary.has(op) ? CHEAP : SLOW, [Unary[op], x.ptr, y.ptr, x.size, bits(p), bits(q)]);
  return y;
}

export function broadcastShape(shapes: readonly Shape[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size = 1;
    for (const shape of shapes) {
      const d = shape[axis - rank + shape.length] ?? 1;
      if (d !== 1) size = d;
    }
    return size;
  });
}

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** Strides over (N, C/4, H·W, 4) of an operand that is not itself blocked, or null where only plain order will do. */
function blockedStrides(from: Shape, to: Shape): number[] | null {
  const [n, c, h, w] = [...new Array<number>(4 - from.length).fill(1), ...from] as [number, number, number, number];
  const image = n === 1 ? 0 : c * h * w;
  if (h === 1 && w === 1) return c === 1 ? [image, 0, 0, 0] : [image, 4, 0, 1];
  if (c === 1 && h === to[2] && w === to[3]) return [image, 0, 1, 0];
  return null;
}

/** The operations over operands of one shape, or one but for axes of length 1: the elements in a row, whatever their order. */
function pointwise(
  device: CpuDevice,
  task: Task,
  op: number,
  operands: readonly CpuArray[],
  shape: Shape,
  dtype: DType,
  p: number,
  cost: number,
): CpuArray {
  const blocked = operands.some((x) => x.blocked);
  if (blocked) for (const x of operands) device.blocked(x);
  const [a, b, c] = operands as [CpuArray, CpuArray, CpuArray | undefined];
  const y = device.create(shape, dtype, blocked);
  const n = y.size;
  if (n === 0) return y;
  const segments = Math.ceil(n / Chunk.Flat);
  const per = Math.max(1, Math.floor(Chunk.Flat / n));
  const params = [op, a.ptr, b.ptr, c ? c.ptr : 0, y.ptr, bits(p), n, 0, 1, segments, per, 0, 0, 0];
  device.run(task, Math.ceil(segments / per), n * cost, params);
  return y;
}

/** Shared by the operations over broadcast operands: y = f(a, b, c). */
function broadcast(
  device: CpuDevice,
  task: Task,
  op: number,
  operands: readonly CpuArray[],
  dtype: DType,
  p: number,
  cost: number,
): CpuArray {
  const first = operands[0]!.shape;
  if (operands.every((x) => sameShape(x.shape, first)))
    return pointwise(device, task, op, operands, first, dtype, p, cost);
  const shape = broadcastShape(operands.map((x) => x.shape));
  const size = sizeOf(shape);
  if (operands.every((x) => x.size === size && !x.blocked))
    return pointwise(device, task, op, operands, shape, dtype, p, cost);
  const full = operands.map((x) => sameShape(x.shape, shape));
  const wish = canBlock(shape) && operands.some((x, i) => full[i] && x.blocked);
  const small = wish
    ? operands.map((x, i) => (full[i] ? null : x.blocked ? null : blockedStrides(x.shape, shape)))
    : [];
  const blocked = wish && operands.every((_, i) => full[i] || small[i]);
  for (const [i, x] of operands.entries()) blocked && full[i] ? device.blocked(x) : device.plain(x);
  const y = device.create(shape, dtype, blocked);
  if (y.size === 0) return y;
  const [n, c, h, w] = shape as [number, number, number, number];
  const dims = blocked ? [n, c / 4, h * w, 4] : shape;
  const own = blocked ? [c * h * w, 4 * h * w, 4, 1] : null;
  const lists = operands.map((x, i) => (blocked ? (full[i] ? own! : small[i]!) : broadcastStrides(x.shape, shape)));
  const whole = lists.every((_, i) => full[i]);
  const merged = whole ? { dims: [y.size], strides: lists.map(() => [1]) } : collapse(dims, lists);
  const rank = merged.dims.length;
  let length = merged.dims[rank - 1]!;
  let outer = rank - 1;
  // Modes along a row: 0 element by element, 1 one value, 2 one vector of four values.
  let modes: number[] = merged.strides.map((list) => (list[rank - 1] === 0 ? 1 : 0));
  if (blocked && rank >= 2 && length === 4 && merged.dims[rank - 2] === h * w) {
    const repeats = merged.strides.map((list) => list[rank - 2] === 0 && list[rank - 1] === 1);
    if (
      merged.strides.every((list, i) => repeats[i] || (list[rank - 2] === 4 && list[rank - 1] === 1)) &&
      task === Task.Binary
    ) {
      length *= h * w;
      outer--;
      modes = repeats.map((repeat) => (repeat ? 2 : 0));
    }
  }
  const rows = y.size / length;
  const segments = Math.ceil(length / Chunk.Flat);
  const per = Math.max(1, Math.floor(Chunk.Flat / length));
  const params = new Array<number>(48).fill(0);
  params.splice(0, 11, op, 0, 0, 0, y.ptr, bits(p), length, outer, rows, segments, per);
  for (const [i, x] of operands.entries()) {
    params[1 + i] = x.ptr;
    params[11 + i] = modes[i]!;
    for (let d = 0; d < outer; d++) {
      params[16 + d] = merged.dims[d]!;
      params[24 + 8 * i + d] = merged.strides[i]![d]! * 4;
    }
  }
  device.run(task, Math.ceil((rows * segments) / per), y.size * cost, params);
  return y;
}

export function binary(device: CpuDevice, op: BinaryOp, a: CpuArray, b: CpuArray, p: number): CpuArray {
  const code = Binary[op];
  const compares = code >= Binary.greater && code <= Binary.notEqual;
  const slow = op === 'pow' || op === 'atan2' || op === 'mod';
  const task = a.dtype === 'int32' ? Task.BinaryInt : Task.Binary;
  return broadcast(device, task, code, [a, b], compares ? 'float32' : a.dtype, p, slow ? SLOW : CHEAP);
}

export function where(device: CpuDevice, cond: CpuArray, a: CpuArray, b: CpuArray): CpuArray {
  // The kernel's operands are (a, b, c) with the condition last.
  return broadcast(device, Task.Where, 0, [a, b, cond], a.dtype, 0, 1);
}
