import {
  type AdamStep,
  type Backend,
  type BinaryOp,
  type Box,
  type ConvFusion,
  type ConvGeometry,
  type DeviceArray,
  type DeviceTimer,
  type DType,
  type MemoryReport,
  type Normalization,
  type PoolGeometry,
  type ReduceOp,
  type Shape,
  sizeOf,
  type TypedArray,
  type UnaryOp,
} from '../backend.js';
import { rectified, unfusedConvolution } from '../unfused.js';
import { unfusedStandardize, unfusedStandardizeGrad } from '../unfusedNormalization.js';
import { floatWord } from './commands.js';
import { type Gpu, quadsOf } from './gpu.js';
import type { GpuArray } from './gpuArray.js';
import { groupsFor } from './launchSize.js';
import * as copies from './ops/copies.js';
import * as elementwise from './ops/elementwise.js';
import * as gemm from './ops/gemm.js';
import * as indexing from './ops/indexing.js';
import * as pooling from './ops/pooling.js';
import * as reductions from './ops/reductions.js';
import { squaredNorm } from './ops/squares.js';
import type { TuningStore } from './tuning.js';

type Size = readonly [number, number];

/** Arrays of another backend are a bug of the caller; the type says only that they are arrays. */
const own = (x: DeviceArray): GpuArray => x as GpuArray;

/** The contract of `Backend` on one GPU device; each method names the operation that does it. */
export class WebGPUBackend implements Backend {
  readonly name = 'webgpu';

  constructor(
    readonly gpu: Gpu,
    readonly description: string,
    private readonly store: TuningStore | null = null,
  ) {}

  /** Does nothing on a backend without a tuning store. */
  async tune(onProgress?: (done: number, all: number) => void): Promise<void> {
    const { tuning } = this.gpu;
    if (!tuning || !this.store || tuning.wanted === 0) return;
    await tuning.measure(this.gpu, onProgress);
    await this.store.save(this.description, `${tuning}`);
  }

  empty(shape: Shape, dtype: DType): DeviceArray {
    return this.gpu.array(shape, dtype);
  }
  full(shape: Shape, value: number, dtype: DType): DeviceArray {
    return copies.full(this.gpu, shape, value, dtype);
  }
  upload(data: TypedArray, shape: Shape): DeviceArray {
    return this.gpu.upload(data, shape);
  }
  read(x: DeviceArray): Promise<TypedArray> {
    if (x.dtype !== 'float16') return this.gpu.read(own(x));
    const wide = this.cast(x, 'float32');
    const values = this.read(wide);
    this.free(wide);
    return values;
  }
  free(x: DeviceArray): void {
    this.gpu.free(x);
  }
  sync(): Promise<void> {
    return this.gpu.sync();
  }
  memory(): MemoryReport {
    return this.gpu.memory();
  }
  startTimer(): DeviceTimer | null {
    return this.gpu.startTimer();
  }
  async dispose(): Promise<void> {
    this.gpu.dispose();
  }

  reshape(x: DeviceArray, shape: Shape): DeviceArray {
    return this.gpu.share(own(x), shape);
  }
  copy(x: DeviceArray): DeviceArray {
    return copies.copy(this.gpu, own(x));
  }
  cast(x: DeviceArray, dtype: DType): DeviceArray {
    return copies.cast(this.gpu, own(x), dtype);
  }
  assign(dst: DeviceArray, src: DeviceArray): void {
    this.gpu.assign(own(dst), own(src));
  }
  gatherStrided(x: DeviceArray, shape: Shape, strides: readonly number[], offset: number): DeviceArray {
    return copies.gatherStrided(this.gpu, own(x), shape, strides, offset);
  }
  scatterStrided(dst: DeviceArray, x: DeviceArray, strides: readonly number[], offset: number): void {
    copies.scatterStrided(this.gpu, own(dst), own(x), strides, offset);
  }
  concat(xs: readonly DeviceArray[], axis: number): DeviceArray {
    return copies.concat(this.gpu, xs.map(own), axis);
  }
  slice(x: DeviceArray, axis: number, start: number, length: number): DeviceArray {
    return copies.slice(this.gpu, own(x), axis, start, length);
  }

  unary(op: UnaryOp, x: DeviceArray, p?: number, q?: number): DeviceArray {
    return elementwise.unary(this.gpu, op, own(x), p, q);
  }
  binary(op: BinaryOp, a: DeviceArray, b: DeviceArray, p?: number): DeviceArray {
    return elementwise.binary(this.gpu, op, own(a), own(b), p);
  }
  where(cond: DeviceArray, a: DeviceArray, b: DeviceArray): DeviceArray {
    return elementwise.where(this.gpu, own(cond), own(a), own(b));
  }
  reduce(op: ReduceOp, x: DeviceArray, axes: readonly number[]): DeviceArray {
    return reductions.reduce(this.gpu, op, own(x), axes);
  }
  argReduce(op: 'max' | 'min', x: DeviceArray, axis: number): DeviceArray {
    return reductions.argReduce(this.gpu, op, own(x), axis);
  }
  cumsum(x: DeviceArray, axis: number): DeviceArray {
    return reductions.cumsum(this.gpu, own(x), axis);
  }
  randomUniform(shape: Shape, seed: number, stream: number): DeviceArray {
    const y = this.gpu.array(shape);
    const quads = quadsOf(y);
    this.gpu.run({
      files: ['random'],
      reads: [],
      writes: [y],
      params: [quads, seed, stream],
      workgroups: groupsFor(quads),
    });
    return y;
  }

  take(x: DeviceArray, indices: DeviceArray, axis: number): DeviceArray {
    return indexing.take(this.gpu, own(x), own(indices), axis);
  }
  takeGrad(gy: DeviceArray, indices: DeviceArray, shape: Shape, axis: number): DeviceArray {
    return indexing.takeGrad(this.gpu, own(gy), own(indices), shape, axis);
  }
  oneHot(indices: DeviceArray, depth: number): DeviceArray {
    return indexing.oneHot(this.gpu, own(indices), depth);
  }

  matmul(a: DeviceArray, b: DeviceArray, transA: boolean, transB: boolean): DeviceArray {
    return gemm.matmul(this.gpu, own(a), own(b), transA, transB);
  }
  conv2d(
    x: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    outSize: Size,
    fusion: ConvFusion = {},
  ): DeviceArray {
    return unfusedConvolution(this, x, bias, fusion, (input, b) =>
      gemm.conv2d(this.gpu, own(input), own(w), b && own(b), geometry, outSize),
    );
  }
  /** Makes all of it: a box takes as many launches, and may round otherwise in tiles of another shape. */
  conv2dBox(
    y: DeviceArray,
    _box: Box,
    x: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    fusion: ConvFusion = {},
  ): Box {
    const [height, width] = y.shape.slice(2);
    const again = this.conv2d(x, w, bias, geometry, [height, width], fusion);
    this.assign(y, again);
    this.free(again);
    return { top: 0, left: 0, height, width };
  }
  conv2dInput(
    gy: DeviceArray,
    w: DeviceArray,
    bias: DeviceArray | null,
    geometry: ConvGeometry,
    outSize: Size,
    fusion: ConvFusion = {},
  ): DeviceArray {
    return unfusedConvolution(this, gy, bias, fusion, (input, b) =>
      gemm.conv2dInput(this.gpu, own(input), own(w), b && own(b), geometry, outSize),
    );
  }
  conv2dWeight(x: DeviceArray, gy: DeviceArray, geometry: ConvGeometry, kernel: Size, reluInput = false): DeviceArray {
    return rectified(this, x, reluInput, (input) => gemm.conv2dWeight(this.gpu, own(input), own(gy), geometry, kernel));
  }

  standardize(x: DeviceArray, normalization: Normalization) {
    return unfusedStandardize(this, x, normalization);
  }
  standardizeGrad(
    x: DeviceArray,
    y: DeviceArray,
    gy: DeviceArray,
    mean: DeviceArray,
    variance: DeviceArray,
    normalization: Normalization,
  ) {
    return unfusedStandardizeGrad(this, x, y, gy, mean, variance, normalization);
  }

  maxPool2d(x: DeviceArray, geometry: PoolGeometry, outSize: Size): { y: DeviceArray; indices: DeviceArray } {
    return pooling.maxPool2d(this.gpu, own(x), geometry, outSize);
  }
  gatherPlane(x: DeviceArray, indices: DeviceArray): DeviceArray {
    return indexing.gatherPlane(this.gpu, own(x), own(indices));
  }
  scatterPlane(gy: DeviceArray, indices: DeviceArray, size: Size): DeviceArray {
    return indexing.scatterPlane(this.gpu, own(gy), own(indices), size);
  }
  sumPool2d(x: DeviceArray, geometry: PoolGeometry, outSize: Size, scale: number): DeviceArray {
    return pooling.sumPool2d(this.gpu, own(x), geometry, outSize, scale);
  }
  sumPool2dGrad(gy: DeviceArray, geometry: PoolGeometry, size: Size, scale: number): DeviceArray {
    return pooling.sumPool2dGrad(this.gpu, own(gy), geometry, size, scale);
  }
  resizeBilinear(x: DeviceArray, size: Size, alignCorners: boolean): DeviceArray {
    return pooling.resizeBilinear(this.gpu, own(x), size, alignCorners);
  }
  resizeBilinearGrad(gy: DeviceArray, size: Size, alignCorners: boolean): DeviceArray {
    return pooling.resizeBilinearGrad(this.gpu, own(gy), size, alignCorners);
  }

  squaredNorm(xs: readonly DeviceArray[]): DeviceArray {
    return squaredNorm(this.gpu, xs.map(own));
  }

  scaleBy(x: DeviceArray, factor: DeviceArray): void {
    const scaled = this.binary('mul', x, factor);
    this.assign(x, scaled);
    this.free(scaled);
  }

  approach(x: DeviceArray, target: DeviceArray, rate: number, keep = 1 - rate): void {
    const old = this.unary('affine', x, keep, 0);
    const fresh = this.unary('affine', target, rate, 0);
    const sum = this.binary('add', old, fresh);
    this.assign(x, sum);
    for (const temporary of [old, fresh, sum]) this.free(temporary);
  }

  adam(p: DeviceArray, g: DeviceArray, m: DeviceArray, v: DeviceArray, step: AdamStep): void {
    const quads = Math.ceil(sizeOf(p.shape) / 4);
    this.gpu.run({
      files: ['adam'],
      reads: [own(g)],
      writes: [own(p), own(m), own(v)],
      isUpdate: true,
      params: [quads, ...[step.stepSize, 1 - step.beta1, 1 - step.beta2, step.eps, step.decay].map(floatWord)],
      workgroups: groupsFor(quads),
    });
  }
}
