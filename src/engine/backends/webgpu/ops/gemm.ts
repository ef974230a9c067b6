import { type ConvGeometry, sizeOf } from '../../backend.js';
import type { Kernel } from '../commands.js';
import { unchanged } from '../expression.js';
import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import type { Dispatch } from '../step.js';
import { sumParts } from './reductions.js';

type Size = readonly [number, number];

/** A tile of gemm.wgsl: WX·4 columns by WY·ROWS rows, in slabs of BK along the summed axis. */
interface Tile {
  readonly WX: number;
  readonly WY: number;
  readonly ROWS: 4 | 8;
  readonly BK: number;
}

/** Results with hardly any rows, as the last layer of a picture network: 4 × 128 and 8 × 128. */
const FLAT: Tile = { WX: 32, WY: 1, ROWS: 4, BK: 8 };
const LOW: Tile = { WX: 32, WY: 2, ROWS: 4, BK: 8 };
/** Small results, which bigger tiles would leave on a few cores of the GPU: 32 × 32. */
const SMALL: Tile = { WX: 8, WY: 8, ROWS: 4, BK: 8 };
/** 64 × 64, and 128 × 64 with half the loads from workgroup memory per multiplication. */
const MEDIUM: Tile = { WX: 16, WY: 16, ROWS: 4, BK: 16 };
const LARGE: Tile = { WX: 16, WY: 16, ROWS: 8, BK: 16 };

/** Workgroups that keep a big GPU busy: bigger tiles are worth it only if that many remain. */
const BUSY = 256;
/** Shortest summed axis that a split may leave. */
const LEAST_SPLIT = 256;

interface Product {
  readonly kernel: Kernel;
  readonly constants: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Independent products side by side. */
  readonly slices: number;
  /** B is loaded along the summed axis: needs a tile with WY = BK. */
  readonly byK?: boolean;
  readonly reads: readonly GpuArray[];
  /** Parameters after `Gemm`. */
  readonly params: readonly number[];
}

const tilesOf = (tile: Tile, rows: number, columns: number) => ({
  rowTiles: Math.ceil(rows / (tile.WY * tile.ROWS)),
  columnTiles: Math.ceil(columns / (tile.WX * 4)),
});

function chooseTile({ rows, columns, slices, byK }: Product): Tile {
  if (!byK && rows <= 4) return FLAT;
  if (!byK && rows <= 8) return LOW;
  for (const tile of [LARGE, MEDIUM]) {
    const { rowTiles, columnTiles } = tilesOf(tile, rows, columns);
    const used = (rows * columns) / (rowTiles * tile.WY * tile.ROWS * columnTiles * tile.WX * 4);
    if (rowTiles * columnTiles * slices >= BUSY && used >= 0.7) return tile;
  }
  return SMALL;
}

/** Runs a product into y; with `split`, cuts a long summed axis so that small results still fill the GPU. */
function multiply(gpu: Gpu, product: Product, y: GpuArray, split: boolean): void {
  const { rows, columns, depth, slices } = product;
  const tile = chooseTile(product);
  const { rowTiles, columnTiles } = tilesOf(tile, rows, columns);
  const sections = rowTiles * columnTiles * slices;
  const wanted = split ? Math.min(Math.ceil(BUSY / sections), Math.floor(depth / LEAST_SPLIT)) : 1;
  // (an empty sum is a slab too: it writes zeros)
  const splitDepth = Math.max(1, Math.ceil(depth / Math.max(wanted, 1) / tile.BK)) * tile.BK;
  const splits = Math.max(1, Math.ceil(depth / splitDepth));
  const result = splits > 1 ? gpu.array([splits, ...y.shape]) : y;

  const tiles = sections * splits;
  const tileFlop = 2 * tile.WX * 4 * tile.WY * tile.ROWS * splitDepth;
  const perLaunch = Math.max(1, Math.floor(gpu.commands.mostFlop / tileFlop));
  const dispatches: Dispatch[] = [];
  for (let firstTile = 0; firstTile < tiles; firstTile += perLaunch) {
    const end = Math.min(firstTile + perLaunch, tiles);
    dispatches.push({
      params: [rows, columns, splits, splitDepth, rowTiles, columnTiles, firstTile, end, ...product.params],
      workgroups: end - firstTile,
      flop: (end - firstTile) * tileFlop,
    });
  }
  gpu.run({
    files: ['fused', 'math', 'scalars', 'gemm', ...product.kernel.files],
    constants: { ...tile, B_BY_K: Number(product.byK ?? false), ...product.constants },
    reads: product.reads,
    writes: [result],
    finish: unchanged(result.size),
    dispatches,
  });
  if (splits > 1) {
    sumParts(gpu, result, y, splits);
    gpu.free(result);
  }
}

export function matmul(gpu: Gpu, a: GpuArray, b: GpuArray, transA: boolean, transB: boolean): GpuArray {
  const lead = a.shape.slice(0, -2);
  const rows = a.shape.at(transA ? -1 : -2)!;
  const depth = a.shape.at(transA ? -2 : -1)!;
  const columns = b.shape.at(transB ? -2 : -1)!;
  const y = gpu.array([...lead, rows, columns]);
  if (y.size === 0) return y;
  const slices = sizeOf(lead);
  const byK = transB && rows > 8;
  multiply(
    gpu,
    {
      kernel: { files: ['matmul'] },
      constants: { TRANS_A: Number(transA), TRANS_B: Number(transB), A_BY_K: Number(!transA) },
      rows,
      columns,
      depth,
      slices,
      byK,
      reads: [a, b],
      params: [depth, slices],
    },
    y,
    true,
  );
  return y;
}

const convParams = (
  x: readonly number[],
  y: readonly number[],
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
  multiply(
    gpu,
    {
      kernel: { files: ['convParams', 'convForward'] },
      constants: { A_BY_K: 1 },
      rows: w.shape[0] / geometry.groups,
      columns: x.shape[0] * outSize[0] * outSize[1],
      depth: w.shape[1] * kernel[0] * kernel[1],
      slices: geometry.groups,
      reads: [w, x, bias ?? w],
      params: convParams(x.shape, y.shape, kernel, geometry, bias),
    },
    y,
    false,
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
      kernel: { files: ['convParams', 'convInput'] },
      constants: { A_BY_K: 1 },
      rows: w.shape[1],
      columns: gy.shape[0] * phaseSize[0] * phaseSize[1],
      depth: (gy.shape[1] / groups) * taps[0] * taps[1],
      slices: groups * stride[0] * stride[1],
      reads: [w, gy, bias ?? w],
      params: convParams(gx.shape, gy.shape, kernel, geometry, bias),
    },
    gx,
    false,
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
      kernel: { files: ['convParams', 'convWeight'] },
      constants: { A_BY_K: 1 },
      rows: gy.shape[1] / groups,
      columns: inChannels * kernel[0] * kernel[1],
      depth: gy.shape[0] * gy.shape[2] * gy.shape[3],
      slices: groups,
      byK: true,
      reads: [gy, x],
      params: convParams(x.shape, gy.shape, kernel, geometry, null),
    },
    gw,
    true,
  );
  return gw;
}
