import { type ConvGeometry, type Shape, sizeOf, stridesOf } from '../../backend.js';
import { unchanged } from '../expression.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import type { KernelName } from '../programs.js';
import type { Dispatch, Launch } from '../step.js';
import { matrixConstants, matrixTileFor, SLAB } from './matrixUnits.js';
import { sumParts } from './reductions.js';
import { type Extents, type Tiling, usualTiling } from './tiles.js';

type Size = readonly [number, number];

/** A product of two matrices that a kernel finds in its operands; the arrays it is of are given apart. */
export interface Product extends Extents {
  readonly files: readonly KernelName[];
  readonly constants: Readonly<Record<string, number>>;
  /** Parameters after `Gemm`. */
  readonly params: readonly number[];
  /** Whether partial results are small beside the operands. */
  readonly smallResult: boolean;
}

/** Arrays of a product, or their shapes. */
export interface Operands<A> {
  /** A first, then what the kernel binds next, B or the bias. */
  readonly reads: readonly A[];
  /** The operand that is read element by element, so that what comes before can be part of it. */
  readonly source?: A;
  readonly y: A;
}

/** Runs a product into y. */
function multiply(gpu: Gpu, product: Product, arrays: Operands<GpuArray>): void {
  const tiling = gpu.tuning?.tilingOf(product, arrays) ?? usualTiling(product, gpu.tileLimits, product.smallResult);
  multiplyBy(gpu, tiling, product, arrays);
}

/** Runs a product into y by a given tiling. */
export function multiplyBy(
  gpu: Gpu,
  { tile, splits: wanted }: Tiling,
  product: Product,
  { reads, source, y }: Operands<GpuArray>,
): void {
  const { rows, columns, depth, slices } = product;
  // (an empty sum is a slab too: it writes zeros)
  const splits = Math.max(1, Math.ceil(depth / splitDepth(depth, wanted, tile.BK)));
  const result = splits > 1 ? gpu.array([splits, ...y.shape]) : y;
  gpu.run({
    files: ['gemmTile', 'gemm', ...product.files],
    constants: { ...tile, ...product.constants },
    reads,
    writes: [result],
    source: source && gpu.expression(source.shape, [{ x: source, strides: stridesOf(source.shape) }]),
    rereads: true,
    storedAs: ['StoredA', source ? 'StoredBias' : 'StoredB'].slice(0, reads.length),
    finish: unchanged(result.size),
    dispatches: dispatchesOf(gpu, product, tile.WY * tile.ROWS, tile.WX * tile.COLS, tile.BK, splits),
    onMatrixUnits: onMatrixUnits(gpu, product, splits),
    flop: 2 * rows * columns * depth * slices,
  });
  if (splits > 1) {
    sumParts(gpu, result, y, splits);
    gpu.free(result);
  }
}

/** Summed elements of a part, in whole slabs. */
const splitDepth = (depth: number, splits: number, slab: number): number =>
  Math.max(1, Math.ceil(depth / splits / slab)) * slab;

/** Launches over all tiles, none too long. */
function dispatchesOf(
  gpu: Gpu,
  { rows, columns, depth, slices, params }: Product,
  tileRows: number,
  tileColumns: number,
  slab: number,
  splits: number,
): Dispatch[] {
  const part = splitDepth(depth, splits, slab);
  const [rowTiles, columnTiles] = [Math.ceil(rows / tileRows), Math.ceil(columns / tileColumns)];
  const tiles = rowTiles * columnTiles * slices * splits;
  const tileFlop = 2 * tileRows * tileColumns * part;
  const perDispatch = Math.max(1, Math.floor(gpu.commands.mostFlop / tileFlop));
  const dispatches: Dispatch[] = [];
  for (let firstTile = 0; firstTile < tiles; firstTile += perDispatch) {
    const end = Math.min(firstTile + perDispatch, tiles);
    dispatches.push({
      params: [rows, columns, splits, part, rowTiles, columnTiles, firstTile, end, ...params],
      workgroups: end - firstTile,
      work: (end - firstTile) * tileFlop,
    });
  }
  return dispatches;
}

/** The same product by gemmMatrix.wgsl; undefined where the device has no matrix units that fit it. */
function onMatrixUnits(gpu: Gpu, product: Product, splits: number): Launch['onMatrixUnits'] {
  const unit = gpu.variants.matrix;
  const tile = unit && matrixTileFor(product, unit, gpu.tileLimits);
  if (!tile) return undefined;
  return {
    element: unit.element,
    enables: ['subgroups', 'chromium_experimental_subgroup_matrix'],
    files: ['gemmTile', 'gemmMatrix', ...product.files],
    definitions: matrixConstants(tile, unit),
    constants: product.constants,
    dispatches: dispatchesOf(gpu, product, tile.rows, tile.columns, SLAB, splits),
  };
}

export function matmul(gpu: Gpu, a: GpuArray, b: GpuArray, transA: boolean, transB: boolean): GpuArray {
  const lead = a.shape.slice(0, -2);
  const rows = a.shape.at(transA ? -1 : -2)!;
  const depth = a.shape.at(transA ? -2 : -1)!;
  const columns = b.shape.at(transB ? -2 : -1)!;
  const y = gpu.array([...lead, rows, columns]);
  if (y.size === 0) return y;
  const slices = sizeOf(lead);
  const [aQuads, bQuads] = [!transA && depth % 4 === 0, !transB && columns % 4 === 0];
  multiply(
    gpu,
    {
      files: ['matmul', aQuads ? 'aQuads' : 'aWords', bQuads ? 'bQuads' : 'bWords'],
      constants: {
        TRANS_A: Number(transA),
        TRANS_B: Number(transB),
        A_BY_K: Number(!transA),
        B_BY_K: Number(transB),
        B_VECTOR: Number(bQuads),
      },
      rows,
      columns,
      depth,
      slices,
      params: [depth, slices],
      smallResult: rows * columns * 4 <= depth * (rows + columns),
    },
    { reads: [a, b], y },
  );
  return y;
}

const convParams = (
  x: Shape,
  y: Shape,
  kernel: Size,
  { stride, pad, dilate, groups }: ConvGeometry,
  bias: GpuArray | null,
) => [
  x[0],
  groups,
  x[1] / groups,
  y[1] / groups,
  x[2],
  x[3],
  y[2],
  y[3],
  ...kernel,
  ...stride,
  ...pad,
  ...dilate,
  Number(bias !== null),
];

export function conv2d(
  gpu: Gpu,
  x: GpuArray,
  w: GpuArray,
  bias: GpuArray | null,
  geometry: ConvGeometry,
  outSize: Size,
): GpuArray {
  const kernel: Size = [w.shape[2], w.shape[3]];
  const y = gpu.array([x.shape[0], w.shape[0], ...outSize]);
  if (y.size === 0) return y;
  const depth = w.shape[1] * kernel[0] * kernel[1];
  multiply(
    gpu,
    {
      files: ['convParams', 'convForward', depth % 4 === 0 ? 'aQuads' : 'aWords'],
      constants: { A_BY_K: 1, B_BY_K: 0 },
      rows: w.shape[0] / geometry.groups,
      columns: x.shape[0] * outSize[0] * outSize[1],
      depth,
      slices: geometry.groups,
      params: convParams(x.shape, y.shape, kernel, geometry, bias),
      smallResult: false,
    },
    { reads: [w, bias ?? w], source: x, y },
  );
  return y;
}

export function conv2dInput(
  gpu: Gpu,
  gy: GpuArray,
  w: GpuArray,
  bias: GpuArray | null,
  geometry: ConvGeometry,
  outSize: Size,
): GpuArray {
  const { stride, groups } = geometry;
  const kernel: Size = [w.shape[2], w.shape[3]];
  const gx = gpu.array([gy.shape[0], w.shape[1] * groups, ...outSize]);
  if (gx.size === 0) return gx;
  const phaseSize = outSize.map((extent, axis) => Math.ceil(extent / stride[axis]));
  // taps of the phase that has most
  const taps = kernel.map((extent, axis) =>
    Math.ceil((extent * commonDivisor(stride[axis], geometry.dilate[axis])) / stride[axis]),
  );
  multiply(
    gpu,
    {
      files: ['convParams', 'convInput', 'aWords'],
      constants: { A_BY_K: 1, B_BY_K: 0 },
      rows: w.shape[1],
      columns: gy.shape[0] * phaseSize[0] * phaseSize[1],
      depth: (gy.shape[1] / groups) * taps[0] * taps[1],
      slices: groups * stride[0] * stride[1],
      params: convParams(gx.shape, gy.shape, kernel, geometry, bias),
      smallResult: false,
    },
    { reads: [w, bias ?? w], source: gy, y: gx },
  );
  return gx;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

export function conv2dWeight(gpu: Gpu, x: GpuArray, gy: GpuArray, geometry: ConvGeometry, kernel: Size): GpuArray {
  const { groups } = geometry;
  const inChannels = x.shape[1] / groups;
  const gw = gpu.array([gy.shape[1], inChannels, ...kernel]);
  if (gw.size === 0) return gw;
  multiply(
    gpu,
    {
      files: ['convParams', 'convWeight', (gy.shape[2] * gy.shape[3]) % 4 === 0 ? 'aQuads' : 'aWords'],
      constants: { A_BY_K: 1, B_BY_K: 1 },
      rows: gy.shape[1] / groups,
      columns: inChannels * kernel[0] * kernel[1],
      depth: gy.shape[0] * gy.shape[2] * gy.shape[3],
      slices: groups,
      params: convParams(x.shape, gy.shape, kernel, geometry, null),
      smallResult: true,
    },
    { reads: [gy], source: x, y: gw },
  );
  return gw;
}
