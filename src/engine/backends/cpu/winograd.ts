import type { Box, ConvFusion, ConvGeometry, DeviceArray } from '../backend.js';
import type { CpuArray, Part } from './array.js';
import { bits, type CpuDevice } from './device.js';
import type { Block } from './heap.js';
import { Task } from './kernels/codes.js';

/** Side of a tile of output. */
const TILE = 4;
/** Planes of a transformed tile: 6×6, or 5×5 where one tap of three is zero. */
const PLANES = 36;
const STRIDED_PLANES = 25;
/** Bytes the kernels leave between planes. */
const GAP = 192;
/** Tiles a band has at most (more reuse of each weight), while its transform stays below this many bytes (the L2 cache). */
const BAND = 96;
const BAND_BYTES = 1 << 20;
/** No fewer tiles than this for the sake of the cache: weights would be streamed too often. */
const BAND_LEAST = 36;
/** Bytes of the products of a group of columns. */
const GROUP_BYTES = 512 << 10;
/** Columns a chunk keeps at least, for the transform it repeats; and what they are a multiple of, for the widest tile takes so many. */
const COLUMNS_LEAST = 32;
const TILE_COLUMNS = 16;
/** Nanoseconds of a multiply-add on one thread. */
const MADD = 0.04;

type Pair = readonly [number, number];

/** Tiles of an output: across and down a picture, of all pictures, and how many a band may have. */
interface Tiling {
  /** First row and column of tiles. */
  row: number;
  column: number;
  across: number;
  down: number;
  total: number;
  most: number;
}

/** The tiles of a box of the result, which begins with a whole one. */
function tilingOf(images: number, { top, left, height, width }: Box, bytesPerTile: number): Tiling {
  const across = Math.ceil(width / TILE);
  const down = Math.ceil(height / TILE);
  const most = Math.min(BAND, Math.max(BAND_LEAST, Math.floor(BAND_BYTES / bytesPerTile / 6) * 6));
  return { row: top / TILE, column: left / TILE, across, down, total: images * across * down, most };
}

/** The least box of whole tiles around one, in a result of so many rows and columns. */
export function wholeTiles({ top, left, height, width }: Box, [rows, columns]: Pair): Box {
  const before = (at: number): number => Math.floor(at / TILE) * TILE;
  const after = (at: number): number => Math.ceil(at / TILE) * TILE;
  const [first, start] = [before(top), before(left)];
  const [end, right] = [Math.min(rows, after(top + height)), Math.min(columns, after(left + width))];
  return { top: first, left: start, height: end - first, width: right - start };
}

const wholeOf = ([height, width]: Pair): Box => ({ top: 0, left: 0, height, width });

/** How a convolution is cut into chunks: so many tiles by so many columns. */
interface Cut {
  band: number;
  columns: number;
}

/** Tiles that the kernel computes for n: it has a tile of six and one of four. */
const filledTiles = (n: number): number => n - (n % 6) + [0, 4, 4, 4, 4, 6][n % 6]!;

/**
 * Transforming the input of a tile takes about as long as multiplying it with so many columns; fetching the transformed filters of
 * a column, once a band, as multiplying them with so many tiles.
 */
const TRANSFORM_COLUMNS = 8;
const FETCH_TILES = 4;

/** Threads do not start together, nor run alike: this part of a chunk is lost at the end. */
const CHUNK_LOST = 1 / 8;

/** The cut into `least` to `most` bands with which all threads are done soonest. */
function cutFor(threads: number, total: number, [least, most]: Pair, columns: number): Cut {
  let best = { band: filledTiles(Math.ceil(total / least)), columns };
  if (threads === 1) return best;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let bands = least; bands <= most; bands++) {
    const band = filledTiles(Math.ceil(total / bands));
    for (let parts = 1; parts === 1 || columns / parts >= COLUMNS_LEAST; parts++) {
      const each = Math.ceil(columns / parts / TILE_COLUMNS) * TILE_COLUMNS;
      const time = timeOf(threads, total, band, columns, each);
      if (time < bestTime) [best, bestTime] = [{ band, columns: each }, time];
    }
  }
  return best;
}

/** In products of a tile and a column; the last chunks, which are smaller, count as whole ones. */
function timeOf(threads: number, total: number, band: number, columns: number, each: number): number {
  const chunks = Math.ceil(total / band) * Math.ceil(columns / each);
  return (Math.ceil(chunks / threads) + CHUNK_LOST) * (FETCH_TILES + band) * (TRANSFORM_COLUMNS + each);
}

/** What the kernels call the three shapes of convolution: 3×3 of stride 1, 4×4 of stride 2, and the latter's transpose. */
enum Kind {
  Same,
  Down,
  Up,
}

/**
 * Filters whose transform would take this many bytes are transformed where they are used, if a single band uses them: a block of
 * this many bytes at a time, for so many columns together, in a thread's scratch memory.
 */
const FRESH_BYTES = 1 << 20;
const FRESH_BLOCK = 416 << 10;

const FRESH_COLUMNS = 16;

/** Channels a block of filters that are transformed where they are used, a divisor of all, a multiple of 4. */
function freshChannels(kind: Kind, channels: number): number {
  const bytes = (kind === Kind.Same ? PLANES : STRIDED_PLANES) * (kind === Kind.Down ? 4 : 1) * FRESH_COLUMNS * 4;
  let block = Math.min(channels, Math.floor(FRESH_BLOCK / bytes / 4) * 4);
  while (channels % block) block -= 4;
  return block;
}

const zeros = (device: CpuDevice, width: number): number =>
  device.table(`zeros ${width}`, width * 4, (table) => table.fill(0));

/** Weights (O, C, k, k) with filters of zeros after them, up to `columns` filters. */
function filledUp(device: CpuDevice, w: CpuArray, columns: number): Block {
  const size = (w.size / w.shape[0]!) * columns;
  const block = device.heap.allocate(size * 4);
  device.copyBytes(w.ptr, block.ptr, w.size * 4);
  device.floats.fill(0, (block.ptr >>> 2) + w.size, (block.ptr >>> 2) + size);
  return block;
}

/** Where the channels of blocked x lie: addresses of the first ones and of those from a channel block on, and that block. */
function partsOf(x: CpuArray): [number, number, number] {
  const { parts } = x.storage;
  if (parts?.length !== 2) return [x.ptr, 0, x.shape[1]! / 4];
  const [first, second] = parts as [Part, Part];
  return [first.storage.block.ptr, second.storage.block.ptr, first.channels / 4];
}

/** The least value that is read or given, as a kernel's parameter. */
const lowest = (relu: boolean): number => bits(relu ? 0 : Number.NEGATIVE_INFINITY);

/**
 * The convolution of blocked x by F(4×4, 3×3) into blocked y, or, as `adjoint`, its transpose: w (O, C, k, k) is then read
 * as (C, O, k, k), flipped. `suitsWinograd` must hold. Unless adjoint, y may have more channels than w gives; they come out 0.
 *
 * @param box of whole tiles: only those are made, to the bit as all would be; not for an adjoint of stride 2
 */
export function winogradConvolution(
  device: CpuDevice,
  x: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  y: CpuArray,
  pad: Pair,
  adjoint: boolean,
  { reluInput = false, scale, mask, add, relu = false }: ConvFusion,
  box: Box | null = null,
): void {
  const [images, channels, height, width] = x.shape as [number, number, number, number];
  const [, columns, oh, ow] = y.shape as [number, number, number, number];
  const wColumns = w.shape[adjoint ? 1 : 0]!;
  const strided = w.shape[2] === 4;
  const kind = !strided ? Kind.Same : adjoint ? Kind.Up : Kind.Down;
  const depth = kind === Kind.Down ? 4 * channels : channels;
  const taps = strided ? 16 : 9;
  const between = adjoint ? w.shape[1]! * taps : taps;
  const filter = adjoint ? taps : w.shape[1]! * taps;
  const products = strided ? 4 * STRIDED_PLANES : PLANES;
  const filled = Math.ceil(columns / 8) * 8;
  const planes = kind === Kind.Down ? STRIDED_PLANES : PLANES;
  const grid: Pair = kind === Kind.Up ? [height, width] : [oh, ow];
  const bytes = products * (channels * filled * 4 + GAP);
  const whole = tilingOf(images, wholeOf(grid), planes * depth * 4);
  const { row, column, across, down, total, most } = box ? tilingOf(images, box, planes * depth * 4) : whole;
  // Transformed where they are used, filters round otherwise: as for all, whatever the box.
  const fresh = columns === wColumns && bytes >= FRESH_BYTES && whole.total <= most;
  const transformed = (to: number): void => {
    const task = strided ? Task.WinogradStridedWeights : Task.WinogradWeights;
    const padded = columns === wColumns ? null : filledUp(device, w, columns);
    const params = [padded?.ptr ?? w.ptr, to, channels, columns, between * 4, filter * 4, adjoint ? 1 : 0];
    device.run(task, filled / 8, products * channels * columns * 0.8, params);
    if (padded) device.heap.release(padded);
  };
  const { threads } = device.pool;
  const fewest = Math.ceil(total / most);
  const bands: Pair = fresh ? [1, 1] : [fewest, fewest + 2 * threads];
  const { band, columns: perChunk } = cutFor(threads, total, bands, columns); // no output depends on it
  const columnChunks = Math.ceil(columns / perChunk);
  const fitting = Math.max(1, Math.floor(GROUP_BYTES / (PLANES * band * 4) / TILE_COLUMNS)) * TILE_COLUMNS;
  const perGroup = fresh ? FRESH_COLUMNS : fitting;
  const block = fresh ? freshChannels(kind, channels) : 0;
  const run = block || channels;
  const count = kind === Kind.Down ? 4 * run : run;
  const steps = device.table(`winograd steps ${count} ${run} ${channels}`, count, (table) => {
    for (let k = 0; k < count; k++) {
      const channel = Math.floor(k / run) * channels + (k % run);
      table[k] = (channel >> 2) * 96 + (channel & 3) * 4;
    }
  });
  const [first, second, split] = partsOf(x);
  const pointer = (array: DeviceArray | null | undefined): number =>
    array ? device.blocked(array as CpuArray).ptr : 0;
  const fused = scale || mask || add || relu;
  const convolve = (weights: number): void => {
    const params = [first, y.ptr, weights, bias?.ptr ?? 0, channels, columns, height, width, oh, ow, ...pad];
    params.push(across, down, total, band, columnChunks, perChunk, perGroup, zeros(device, width), steps, kind);
    params.push(lowest(reluInput), pointer(mask), pointer(add), scale ? (scale as CpuArray).ptr : 0, lowest(relu));
    params.push(fused ? 1 : 0, block, between * 4, filter * 4, adjoint ? 1 : 0, second, split, row, column);
    const chunks = Math.ceil(total / band) * columnChunks;
    device.run(Task.Winograd, chunks, total * products * channels * columns * MADD, params);
  };
  if (fresh) convolve(w.ptr);
  else device.withDerived(w, `winograd ${kind} ${adjoint}`, bytes, transformed, convolve);
}

/** Slices of the tiles that are summed apart and then added in order: fixed, whatever the number of threads. */
const SLICE_TILES = 192;
const SLICES = 8;
/** Bytes of all slices' sums. */
const SUM_BYTES = 16 << 20;

/** Transforms of all tiles are made at once up to this many bytes and this many times the bytes of their products' sums. */
const OPERAND_BYTES = 24 << 20;
const OPERANDS_TO_SUMS = 6;
/** Chunks a thread that make them. */
const OPERAND_CHUNKS = 4;
/** Row tiles of six channels a chunk. */
const ROW_TILES = 4;

/** Sizes that a gradient in the filters goes by; `depth` counts a strided filter's four phases. */
function gradientSizes(x: CpuArray, gy: CpuArray, gw: CpuArray) {
  const [images, channels, height, width] = x.shape as [number, number, number, number];
  const [, columns, oh, ow] = gy.shape as [number, number, number, number];
  const kind = gw.shape[2] === 4 ? Kind.Down : Kind.Same;
  const depth = kind === Kind.Down ? 4 * channels : channels;
  const planes = kind === Kind.Down ? STRIDED_PLANES : PLANES;
  return { images, channels, height, width, columns, oh, ow, kind, depth, planes };
}

/** The gradient in the filters gw of such a convolution, from blocked x and gy. */
export function winogradWeightGradient(
  device: CpuDevice,
  x: CpuArray,
  gy: CpuArray,
  gw: CpuArray,
  pad: Pair,
  reluInput: boolean,
): void {
  const { images, channels, height, width, columns, oh, ow, kind, depth, planes } = gradientSizes(x, gy, gw);
  const tiles = images * Math.ceil(oh / TILE) * Math.ceil(ow / TILE);
  const operands = planes * tiles * (depth + columns) * 4;
  if (operands <= OPERAND_BYTES && operands <= planes * depth * columns * 4 * OPERANDS_TO_SUMS) {
    gradientAtOnce(device, x, gy, gw, pad, reluInput);
    return;
  }
  const sumBytes = planes * (Math.ceil(depth / 6) * Math.ceil(columns / 8) * 192 + GAP);
  const { across, down, total, most } = tilingOf(images, wholeOf([oh, ow]), planes * (depth + columns) * 2);
  const slices = Math.max(1, Math.min(SLICES, Math.floor(total / SLICE_TILES), Math.floor(SUM_BYTES / sumBytes)));
  const { band: perSlice, columns: perChunk } = cutFor(device.pool.threads, total, [slices, slices], columns);
  const used = Math.ceil(total / perSlice);
  const band = Math.ceil(perSlice / Math.ceil(perSlice / most));
  const columnChunks = Math.ceil(columns / perChunk);
  const sums = device.heap.allocate(used * sumBytes);
  const steps = device.table(`ramp ${band} 16`, band, (table) => {
    for (let k = 0; k < band; k++) table[k] = k * 16;
  });
  const [[first, ...rest], [firstGy, ...restGy]] = [partsOf(x), partsOf(gy)];
  const params = [first, firstGy, sums.ptr, 0, channels, columns, height, width, oh, ow, ...pad];
  params.push(
    across,
    down,
    total,
    band,
    columnChunks,
    perChunk,
    perSlice,
    zeros(device, Math.max(width, ow)),
    steps,
    kind,
    lowest(reluInput),
    ...rest,
    ...restGy,
  );
  device.run(Task.WinogradGradient, used * columnChunks, total * planes * depth * columns * MADD, params);
  const filters = [sums.ptr, gw.ptr, channels, columns, used, kind];
  device.run(Task.WinogradFilters, Math.ceil(channels / 6), sumBytes * used * 0.1, filters);
  device.heap.release(sums);
}

/** As winogradWeightGradient, with the transforms of all tiles made before the products. */
function gradientAtOnce(
  device: CpuDevice,
  x: CpuArray,
  gy: CpuArray,
  gw: CpuArray,
  pad: Pair,
  reluInput: boolean,
): void {
  const { images, channels, height, width, columns, oh, ow, kind, depth, planes } = gradientSizes(x, gy, gw);
  const [across, down] = [Math.ceil(ow / TILE), Math.ceil(oh / TILE)];
  const tiles = images * across * down;
  const v = device.heap.allocate(planes * (depth * tiles * 4 + GAP));
  const m = device.heap.allocate(planes * (Math.ceil(columns / 8) * tiles * 32 + GAP));
  const { threads } = device.pool;
  const chunks = threads > 1 ? OPERAND_CHUNKS * threads : 1;
  const blocks = Math.ceil(channels / 4 / chunks);
  const xChunks = Math.ceil(channels / 4 / blocks);
  const gyColumns = Math.ceil(columns / chunks / 8) * 8;
  const steps = device.table(`ramp ${tiles} 16`, tiles, (table) => {
    for (let k = 0; k < tiles; k++) table[k] = k * 16;
  });
  const fixed = [channels, columns, height, width, oh, ow, ...pad, across, down, tiles];
  const [[first, ...rest], [firstGy, ...restGy]] = [partsOf(x), partsOf(gy)];
  const params = [first, firstGy, v.ptr, m.ptr, ...fixed, blocks, xChunks, gyColumns, 0];
  params.push(zeros(device, Math.max(width, ow)), steps, kind, lowest(reluInput), ...rest, ...restGy);
  const elements = planes * tiles * (depth + columns);
  device.run(Task.WinogradOperands, xChunks + Math.ceil(columns / gyColumns), elements * 0.3, params);
  const rowChunks = Math.ceil(channels / 6 / ROW_TILES);
  // One column chunk a thread, so that the last rows, which are fewer, are shared too.
  const columnChunks = Math.max(1, Math.min(threads, Math.floor(columns / COLUMNS_LEAST)));
  const perChunk = Math.ceil(columns / columnChunks / TILE_COLUMNS) * TILE_COLUMNS;
  params.splice(1, 1, gw.ptr);
  params.splice(15, 3, ROW_TILES, columnChunks, perChunk);
  device.run(Task.WinogradProducts, rowChunks * columnChunks, planes * depth * columns * (tiles + 20) * MADD, params);
  for (const block of [v, m]) device.heap.release(block);
}

/** Channels on both sides together that a band of the least size leaves room for in a thread's scratch memory. */
const DEPTH = 2560;

/**
 * Tiles below which transforming weights (or sums of products) costs more than the multiplications saved: 3×3 and 4×4, for
 * the convolution and for its gradient in the filters.
 */
const FEWEST_TILES = { product: { same: 4, strided: 8 }, filters: { same: 8, strided: 8 } };

/**
 * Whether a convolution (N, channels, *large*) → (N, columns, *small*) is one that Winograd's method takes over, and worth
 * it: 3×3 of stride 1, or 4×4 of stride 2 and pad 1 that halves even sides.
 */
export function suitsWinograd(
  use: 'product' | 'filters',
  geometry: ConvGeometry,
  kernel: Pair,
  x: readonly number[],
  y: readonly number[],
): boolean {
  const [images, channels, height, width] = x as [number, number, number, number];
  const [, columns, oh, ow] = y as [number, number, number, number];
  const { stride, pad, dilate, groups } = geometry;
  const all = (pair: Pair, value: number): boolean => pair[0] === value && pair[1] === value;
  if (groups !== 1 || !all(dilate, 1) || channels % 4 || columns % 4 || channels < 8 || columns < 4) return false;
  if (oh < 3 || ow < 3) return false;
  const tiles = images * Math.ceil(oh / TILE) * Math.ceil(ow / TILE);
  const { same, strided } = FEWEST_TILES[use];
  if (all(kernel, 3) && all(stride, 1)) return tiles >= same && channels + columns <= DEPTH;
  const halves = height === 2 * oh && width === 2 * ow;
  if (!all(kernel, 4) || !all(stride, 2) || !all(pad, 1) || !halves) return false;
  return tiles >= strided && 3 * channels + columns <= DEPTH;
}
