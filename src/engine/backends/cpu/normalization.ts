import {
  type BinaryOp,
  type DeviceArray,
  type Normalization,
  type ReduceOp,
  type Shape,
  sizeOf,
  type UnaryOp,
} from '../backend.js';
import { unfusedStandardize, unfusedStandardizeGrad } from '../unfusedNormalization.js';
import type { CpuArray } from './array.js';
import { bits, type CpuDevice } from './device.js';
import { binary, unary } from './elementwise.js';
import type { Block } from './heap.js';
import { Chunk, Task } from './kernels/codes.js';
import { reduce } from './reduction.js';

/** Nanoseconds of an element that is read once, on one thread. */
const COST = 0.3;

/** x as (outer, means, inner), where elements of outer and inner share a mean. */
interface Layout {
  outer: number;
  means: number;
  inner: number;
}

/** Null where the axes that keep their own means are not neighbours. */
function layoutOf(shape: Shape, axes: readonly number[]): Layout | null {
  const kept = shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const [first = 0, last = -1] = [kept[0], kept.at(-1)];
  if (last - first + 1 !== kept.length) return null;
  const from = kept.length > 0 ? first : shape.length;
  return {
    outer: sizeOf(shape.slice(0, from)),
    means: sizeOf(shape.slice(from, from + kept.length)),
    inner: sizeOf(shape.slice(from + kept.length)),
  };
}

/** A reading of x in units, and the parameters that all kernels share. */
class Units {
  readonly blocked: boolean;
  readonly count: number;
  readonly bytes: number;
  readonly perChunk: number;
  readonly #blocks: Block[] = [];

  constructor(
    readonly device: CpuDevice,
    readonly x: CpuArray,
    readonly layout: Layout,
  ) {
    const { outer, means, inner } = layout;
    this.blocked = x.blocked;
    const lanes = x.blocked ? 4 : 1;
    this.count = (outer * means) / lanes;
    this.bytes = inner * lanes * 4;
    this.perChunk = Math.max(1, Math.ceil(Chunk.Flat / (inner * lanes)));
  }

  /** Memory for `count` float32 values, until `end`. */
  scratch(count: number): number {
    const block = this.device.heap.allocate(count * 4);
    this.#blocks.push(block);
    return block.ptr;
  }

  end(): void {
    for (const block of this.#blocks) this.device.heap.release(block);
  }

  /** `params` are those from 5 on, without the two that all kernels have at 6 and 7. */
  run(task: Task, arrays: readonly [number, number, number], fifth: number, rest: readonly number[]): void {
    const params = [...arrays, this.count, this.bytes, fifth, this.blocked ? 1 : 0, this.perChunk, ...rest];
    this.device.run(task, Math.ceil(this.count / this.perChunk), 2 * this.x.size * COST, params);
  }

  /** Parameters 8–11: how a unit is normalised. */
  affine(mean: number, variance: number, { eps, gamma, beta, relu }: Normalization): number[] {
    const { means } = this.layout;
    const scales = this.scratch(means);
    const { floats } = this.device;
    const factors = gamma ? (gamma as CpuArray).ptr >>> 2 : 0;
    for (let c = 0; c < means; c++) {
      const inverse = 1 / Math.sqrt(floats[(variance >>> 2) + c]! + eps);
      floats[(scales >>> 2) + c] = gamma ? inverse * floats[factors + c]! : inverse;
    }
    return [mean, scales, beta ? (beta as CpuArray).ptr : 0, bits(relu ? 0 : Number.NEGATIVE_INFINITY)];
  }

  /** How many units have means of their own. */
  get distinct(): number {
    return this.layout.means / (this.blocked ? 4 : 1);
  }
}

/** Channels in blocks stay so where each has a mean; any other normalisation reads rows. */
function arrange(device: CpuDevice, x: CpuArray, axes: readonly number[], others: readonly CpuArray[]): void {
  const channels = axes.join() === '0,2,3' && [x, ...others].some((array) => array.blocked);
  for (const array of [x, ...others]) channels ? device.blocked(array) : device.plain(array);
}

const piecesOf = (device: CpuDevice) => ({
  unary: (op: UnaryOp, x: DeviceArray, p = 0, q = 0) => unary(device, op, x as CpuArray, p, q),
  binary: (op: BinaryOp, a: DeviceArray, b: DeviceArray, p = 0) => binary(device, op, a as CpuArray, b as CpuArray, p),
  reduce: (op: ReduceOp, x: DeviceArray, axes: readonly number[]) => reduce(device, op, x as CpuArray, axes),
  reshape: (x: DeviceArray, shape: Shape) => device.share(device.plain(x as CpuArray), shape),
  free: (x: DeviceArray) => device.free(x as CpuArray),
});

const keptShape = (shape: Shape, axes: readonly number[]): number[] => shape.map((d, i) => (axes.includes(i) ? 1 : d));

/** Two passes over x: mean and variance of every unit, then the result. */
export function standardize(device: CpuDevice, x: CpuArray, normalization: Normalization) {
  const { axes, gamma, beta } = normalization;
  const layout = layoutOf(x.shape, axes);
  if (!layout || x.size === 0) return unfusedStandardize(piecesOf(device), x, normalization);
  arrange(device, x, axes, []);
  for (const values of [gamma, beta]) if (values) device.plain(values as CpuArray);
  const units = new Units(device, x, layout);
  const { outer, means, inner } = layout;
  const [ofUnits, squares] = [units.scratch(outer * means), units.scratch(outer * means)];
  units.run(Task.Moments, [x.ptr, ofUnits, squares], inner, []);

  const [mean, variance] = [0, 1].map(() => device.create(keptShape(x.shape, axes))) as [CpuArray, CpuArray];
  const y = device.create(x.shape, 'float32', x.blocked);
  const { floats } = device;
  const [m, s] = [ofUnits >>> 2, squares >>> 2];
  for (let c = 0; c < means; c++) {
    let sum = 0;
    for (let i = c; i < outer * means; i += means) sum += floats[m + i]!;
    const all = sum / outer;
    // What units scatter in themselves, and by how much their means differ.
    let spread = 0;
    for (let i = c; i < outer * means; i += means) spread += floats[s + i]! + inner * (floats[m + i]! - all) ** 2;
    floats[(mean.ptr >>> 2) + c] = all;
    floats[(variance.ptr >>> 2) + c] = spread / (outer * inner);
  }
  const affine = units.affine(mean.ptr, variance.ptr, normalization);
  units.run(Task.Normalize, [x.ptr, y.ptr, 0], units.distinct, affine);
  units.end();
  return { y, mean, variance };
}

/** Two passes over x and gy: the sums that the gradients are made of, then the gradient in x. */
export function standardizeGrad(
  device: CpuDevice,
  x: CpuArray,
  y: CpuArray,
  gy: CpuArray,
  mean: CpuArray,
  variance: CpuArray,
  normalization: Normalization,
) {
  const { axes, eps, gamma, beta } = normalization;
  const layout = layoutOf(x.shape, axes);
  if (!layout || x.size === 0) return unfusedStandardizeGrad(piecesOf(device), x, y, gy, mean, variance, normalization);
  arrange(device, x, axes, [gy]);
  for (const values of [gamma, beta, mean, variance]) if (values) device.plain(values as CpuArray);
  const units = new Units(device, x, layout);
  const { outer, means, inner } = layout;
  const affine = units.affine(mean.ptr, variance.ptr, normalization);
  const [sums, products] = [units.scratch(outer * means), units.scratch(outer * means)];
  units.run(Task.NormalizeSums, [x.ptr, gy.ptr, sums], units.distinct, [...affine, products]);

  const [ggamma, gbeta] = [0, 1].map(() => device.create(mean.shape)) as [CpuArray, CpuArray];
  const gx = device.create(x.shape, 'float32', x.blocked);
  const [slopes, terms] = [units.scratch(means), units.scratch(means)];
  const { floats } = device;
  for (let c = 0; c < means; c++) {
    let [sum, product] = [0, 0];
    for (let i = c; i < outer * means; i += means) {
      sum += floats[(sums >>> 2) + i]!;
      product += floats[(products >>> 2) + i]!;
    }
    const inverse = 1 / Math.sqrt(floats[(variance.ptr >>> 2) + c]! + eps);
    const factor = -floats[(affine[1]! >>> 2) + c]! / (outer * inner);
    floats[(gbeta.ptr >>> 2) + c] = sum;
    floats[(ggamma.ptr >>> 2) + c] = product * inverse;
    floats[(slopes >>> 2) + c] = factor * product * inverse * inverse;
    floats[(terms >>> 2) + c] = factor * sum;
  }
  units.run(Task.NormalizeGrad, [x.ptr, gy.ptr, gx.ptr], units.distinct, [...affine, slopes, terms]);
  units.end();
  return { gx, ggamma, gbeta };
}
