import type { CpuArray } from './array.js';
import type { CpuDevice } from './device.js';
import { Task } from './kernels/codes.js';

/** Rows of the micro-kernel, and tiles one chunk takes. */
const ROWS = 6;
const TILES = 64;
/** Chunks wanted, so that threads share evenly. Fixed, so that results do not depend on the number of threads. */
const CHUNKS = 16;
/** Panels of eight columns that the widest tile takes at once: no chunk should part them. */
const WIDE_PANELS = 2;
/**
 * A matrix with this many elements, that meets this many columns, is copied tile by tile before its product. Tiles a chunk then
 * takes: with 512 steps they fit into the L2 cache beside a panel.
 */
const PACK_ABOVE = 1 << 15;
const PACK_COLUMNS = 64;
const PACK_TILES = 24;
/** Products of so many multiply-adds or fewer are taken as they lie: packing and the tables of offsets would take longer. */
const SMALL = 1 << 15;
/** Nanoseconds of one multiply-add on one thread. */
const MADD = 0.04;

/** One blocked product: dst[n, j, i, column] = bias + Σₖ src[n, j, i; table[k]]·panel[column, k]. Strides in bytes. */
export interface GemmCall {
  src: number;
  srcStrides: readonly [number, number, number];
  dst: number;
  dstStrides: readonly [number, number, number];
  /** Between groups of four columns if `vector`, else between columns. */
  columnStride: number;
  vector: boolean;
  images: number;
  grid: readonly [number, number];
  /** Address of byte offsets, one a step. */
  table: number;
  steps: number;
  columns: number;
  panels: number;
  /** Bytes of panels per image; 0 if all share them. */
  panelsPerImage?: number;
  bias?: number;
  /** Tiles of six pixels a chunk takes. */
  tiles?: number;
}

export function runGemm(device: CpuDevice, call: GemmCall): void {
  const pixels = call.grid[0] * call.grid[1];
  const tiles = Math.ceil(pixels / ROWS);
  const perChunk = Math.min(tiles, call.tiles ?? TILES);
  const tileChunks = perChunk ? Math.ceil(tiles / perChunk) : 0;
  const pairs = Math.ceil(call.columns / 8);
  const wanted = Math.min(pairs, Math.ceil(CHUNKS / Math.max(1, tileChunks * call.images)));
  const together = device.pool.wide ? WIDE_PANELS : 1;
  const pairsPerChunk = Math.ceil(pairs / Math.max(1, wanted) / together) * together;
  const columnChunks = pairs ? Math.ceil(pairs / pairsPerChunk) : 0;
  const params = [
    ...[call.src, call.dst, call.table, call.panels, call.bias ?? 0, 0, call.grid[0], call.grid[1]],
    ...[...call.srcStrides, ...call.dstStrides, call.columnStride, call.vector ? 1 : 0, call.steps, call.columns],
    ...[perChunk, tileChunks, pairsPerChunk, columnChunks, call.panelsPerImage ?? 0],
  ];
  const cost = call.images * pixels * call.columns * (call.steps + 4) * MADD;
  device.run(Task.Gemm, call.images * tileChunks * columnChunks, cost, params);
}

/** Bytes of packed panels. */
export const panelBytes = (columns: number, steps: number): number => Math.ceil(columns / 8) * steps * 32;

/** Packs columns of weights: element (column, k) is at src + column·stride + table[k], in bytes. */
export function packPanels(
  device: CpuDevice,
  src: number,
  dst: number,
  table: number,
  steps: number,
  columns: number,
  stride: number,
): void {
  device.run(Task.PackPanels, Math.ceil(columns / 16), steps * columns * 1.5, [
    src,
    dst,
    table,
    steps,
    columns,
    stride,
  ]);
}

function ramp(device: CpuDevice, length: number, step: number): number {
  return device.table(`ramp ${length} ${step}`, length, (table) => {
    for (let i = 0; i < length; i++) table[i] = i * step;
  });
}

export function matmul(device: CpuDevice, a: CpuArray, b: CpuArray, transA: boolean, transB: boolean): CpuArray {
  device.trimTables();
  device.plain(a);
  device.plain(b);
  const rank = a.shape.length;
  const [a0, a1] = [a.shape[rank - 2]!, a.shape[rank - 1]!];
  const m = transA ? a1 : a0;
  const k = transA ? a0 : a1;
  const n = b.shape[transB ? rank - 2 : rank - 1]!;
  const shape = a.shape.slice();
  shape[rank - 2] = m;
  shape[rank - 1] = n;
  const y = device.create(shape);
  if (y.size === 0) return y;
  const images = y.size / (m * n);
  const [row, step] = transA ? [4, m * 4] : [k * 4, 4];
  if (y.size * k <= SMALL) {
    const [stepB, columnB] = transB ? [4, k * 4] : [n * 4, 4];
    device.run(Task.SmallProduct, 1, 0, [a.ptr, b.ptr, y.ptr, images, m, n, k, row, step, stepB, columnB]);
    return y;
  }
  const bytes = panelBytes(n, k);
  const panels = device.heap.allocate(bytes * images);
  const packTable = ramp(device, k, transB ? 4 : n * 4);
  for (let i = 0; i < images; i++) {
    packPanels(device, b.ptr + i * k * n * 4, panels.ptr + i * bytes, packTable, k, n, transB ? k * 4 : 4);
  }
  const vector = n % 4 === 0;
  const call = { columnStride: vector ? 16 : 4, vector, steps: k, columns: n };
  const packed = m * k >= PACK_ABOVE && n >= PACK_COLUMNS ? Math.floor(m / ROWS) : 0;
  const done = packed * ROWS;
  if (packed > 0) {
    const rows = device.heap.allocate(done * k * 4);
    const chunks = Math.ceil(packed / PACK_TILES);
    for (let i = 0; i < images; i++) {
      const from = a.ptr + i * m * k * 4;
      device.run(Task.PackRows, chunks, done * k, [from, rows.ptr, k, row, step, packed, PACK_TILES]);
      runGemm(device, {
        ...{ ...call, images: 1, grid: [packed, ROWS], tiles: PACK_TILES, table: ramp(device, k, ROWS * 4) },
        ...{ src: rows.ptr, srcStrides: [0, k * ROWS * 4, 4], panels: panels.ptr + i * bytes },
        ...{ dst: y.ptr + i * m * n * 4, dstStrides: [0, ROWS * n * 4, n * 4] },
      });
    }
    device.heap.release(rows);
  }
  if (done < m) {
    runGemm(device, {
      ...{ ...call, images, grid: [1, m - done], table: ramp(device, k, step) },
      ...{ src: a.ptr + done * row, srcStrides: [m * k * 4, 0, row], panels: panels.ptr },
      ...{ dst: y.ptr + done * n * 4, dstStrides: [m * n * 4, 0, n * 4], panelsPerImage: images > 1 ? bytes : 0 },
    });
  }
  device.heap.release(panels);
  return y;
}
