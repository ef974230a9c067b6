import type { CpuArray } from './array.js';
import type { CpuDevice } from './device.js';
import { Task } from './kernels/codes.js';

/** Side of a tile of output, and planes of its 6×6 transform. */
const TILE = 4;
const PLANES = 36;
/** Tiles a band has at most (more reuse of each weight), while its transform stays below this many bytes (the L2 cache). */
const BAND = 96;
const BAND_BYTES = 1 << 20;
/** No fewer tiles than this for the sake of the cache: weights would be streamed too often. */
const BAND_LEAST = 36;
/** Bytes of the products of a group of columns. */
const GROUP_BYTES = 512 << 10;
/** Chunks wanted so that threads share evenly; columns a chunk keeps at least, for the transform it repeats. */
const CHUNKS = 8;
const COLUMNS_LEAST = 32;
/** Nanoseconds of a multiply-add on one thread. */
const MADD = 0.04;

type Pair = readonly [number, number];

interface Tiling {
  across: number;
  down: number;
  total: number;
  /** Tiles a band. */
  band: number;
}

function tilingOf(images: number, out: Pair, bytesPerTile: number): Tiling {
  const across = Math.ceil(out[1] / TILE);
  const down = Math.ceil(out[0] / TILE);
  const total = images * across * down;
  const most = Math.min(BAND, Math.max(BAND_LEAST, Math.floor(BAND_BYTES / bytesPerTile / 6) * 6));
  const bands = Math.ceil(total / most);
  return { across, down, total, band: Math.ceil(total / bands / 6) * 6 };
}

/** Columns each of enough chunks takes, a multiple of 8. */
function columnsPerChunk(columns: number, others: number): number {
  const wanted = Math.max(1, Math.min(Math.ceil(CHUNKS / others), Math.floor(columns / COLUMNS_LEAST)));
  return Math.ceil(columns / wanted / 8) * 8;
}

const zeros = (device: CpuDevice, width: number): number =>
  device.table(`zeros ${width}`, width * 4, (table) => table.fill(0));

/** A 3×3 stride-1 convolution of blocked x into blocked y by F(4×4, 3×3); `adjoint` reads w (O, C, 3, 3) as its own transpose, flipped. */
export function winogradConvolution(
  device: CpuDevice,
  x: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  y: CpuArray,
  pad: Pair,
  adjoint: boolean,
): void {
  const [images, channels, height, width] = x.shape as [number, number, number, number];
  const [, columns, oh, ow] = y.shape as [number, number, number, number];
  const between = adjoint ? w.shape[1]! * 9 : 9;
  const column = adjoint ? 9 : w.shape[1]! * 9;
  const weights = device.derived(
    w,
    adjoint ? 'winograd adjoint' : 'winograd',
    PLANES * channels * columns * 4,
    (to) => {
      const params = [w.ptr, to, channels, columns, between * 4, column * 4, adjoint ? 1 : 0];
      device.run(Task.WinogradWeights, columns / 4, channels * columns * 30, params);
    },
  );
  const { across, down, total, band } = tilingOf(images, [oh, ow], PLANES * channels * 4);
  const bands = Math.ceil(total / band);
  const perChunk = columnsPerChunk(columns, bands);
  const columnChunks = Math.ceil(columns / perChunk);
  const perGroup = Math.max(8, Math.floor(GROUP_BYTES / (PLANES * band * 4) / 8) * 8);
  const steps = device.table(`winograd steps ${channels}`, channels, (table) => {
    for (let k = 0; k < channels; k++) table[k] = (k >> 2) * 96 + (k & 3) * 4;
  });
  const params = [
    ...[
      x.ptr,
      y.ptr,
      weights,
      bias?.ptr ?? 0,
      channels,
      columns,
      height,
      width,
      oh,
      ow,
      ...pad,
      across,
      down,
      total,
      band,
    ],
    ...[columnChunks, perChunk, perGroup, zeros(device, width), steps],
  ];
  device.run(Task.Winograd, bands * columnChunks, total * PLANES * channels * columns * MADD, params);
}

/** Slices of the tiles that are summed apart and then added in order: fixed, whatever the number of threads. */
const SLICE_TILES = 192;
const SLICES = 8;
/** Bytes of all slices' sums. */
const SUM_BYTES = 16 << 20;

/** The gradient in 3×3 filters of a stride-1 convolution, from blocked x and gy. */
export function winogradWeightGradient(device: CpuDevice, x: CpuArray, gy: CpuArray, gw: CpuArray, pad: Pair): void {
  const [images, channels, height, width] = x.shape as [number, number, number, number];
  const [, columns, oh, ow] = gy.shape as [number, number, number, number];
  const sumBytes = PLANES * Math.ceil(channels / 6) * Math.ceil(columns / 8) * 192;
  const { across, down, total, band } = tilingOf(images, [oh, ow], PLANES * (channels + columns) * 2);
  const slices = Math.max(1, Math.min(SLICES, Math.floor(total / SLICE_TILES), Math.floor(SUM_BYTES / sumBytes)));
  const perSlice = Math.ceil(total / slices / band) * band;
  const used = Math.ceil(total / perSlice);
  const perChunk = columnsPerChunk(columns, used);
  const columnChunks = Math.ceil(columns / perChunk);
  const sums = device.heap.allocate(used * sumBytes);
  const steps = device.table(`ramp ${band} 16`, band, (table) => {
    for (let k = 0; k < band; k++) table[k] = k * 16;
  });
  const params = [
    ...[x.ptr, gy.ptr, sums.ptr, 0, channels, columns, height, width, oh, ow, ...pad, across, down, total, band],
    ...[columnChunks, perChunk, perSlice, zeros(device, width), steps],
  ];
  device.run(Task.WinogradGradient, used * columnChunks, total * PLANES * channels * columns * MADD, params);
  device.run(Task.WinogradFilters, Math.ceil(channels / 6), sumBytes * used * 0.1, [
    sums.ptr,
    gw.ptr,
    channels,
    columns,
    used,
  ]);
  device.heap.release(sums);
}

/** Channels on both sides together that a band of the least size leaves room for in a thread's scratch memory. */
const CHANNELS = 2560;

/** Whether a convolution is one that Winograd's method takes over, and worth it. */
export function suitsWinograd(
  kernel: Pair,
  stride: Pair,
  dilate: Pair,
  groups: number,
  channels: number,
  columns: number,
  out: Pair,
): boolean {
  const three =
    kernel[0] === 3 && kernel[1] === 3 && stride[0] === 1 && stride[1] === 1 && dilate[0] === 1 && dilate[1] === 1;
  return (
    three &&
    groups === 1 &&
    channels + columns <= CHANNELS &&
    channels % 4 === 0 &&
    columns % 4 === 0 &&
    channels >= 8 &&
    columns >= 8 &&
    out[0] >= 3 &&
    out[1] >= 3
  );
}
