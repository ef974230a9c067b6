import type { BinaryOp, Box, ConvFusion, ConvGeometry, DeviceArray, Shape, UnaryOp } from '../backend.js';
import { rectified, unfusedConvolution } from '../unfused.js';
import { type CpuArray, canBlock } from './array.js';
import { copyRows, slice } from './copies.js';
import type { CpuDevice } from './device.js';
import { binary, unary } from './elementwise.js';
import { packPanels, panelBytes, runGemm } from './gemm.js';
import type { Block } from './heap.js';
import { Task } from './kernels/codes.js';
import { suitsWinograd, wholeTiles, winogradConvolution, winogradWeightGradient } from './winograd.js';

type Pair = readonly [number, number];

/** Planes with room for what a filter reads beyond the edges. */
interface Padded {
  ptr: number;
  height: number;
  width: number;
  /** Bytes of a pixel: 16 in channel blocks, 4 plain. */
  pixel: number;
  block: Block | null;
}

/** x itself if no filter leaves it, else a copy set into zeros (or cut) to height × width. */
function pad(device: CpuDevice, x: CpuArray, top: number, left: number, height: number, width: number): Padded {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const pixel = x.blocked ? 16 : 4;
  if (top === 0 && left === 0 && height <= h && width <= w)
    return { ptr: x.ptr, height: h, width: w, pixel, block: null };
  const planes = x.blocked ? (n * c) / 4 : n * c;
  const bytes = planes * height * width * pixel;
  const block = device.heap.allocate(bytes);
  device.run(Task.PadPlanes, planes, bytes * 0.1, [x.ptr, block.ptr, h, w, top, left, height, width, pixel]);
  return { ptr: block.ptr, height, width, pixel, block };
}

/** Byte offset of a channel in padded planes. */
function channelOffset(planes: Padded, channel: number): number {
  const size = planes.height * planes.width;
  return planes.pixel === 16 ? (channel >> 2) * size * 16 + (channel & 3) * 4 : channel * size * 4;
}

/** Bytes of one image of C channels. */
const imageBytes = (planes: Padded, channels: number): number => channels * planes.height * planes.width * 4;

/** One tap of a filter: its place in the weights, and where it reads relative to the output's own place. */
interface Tap {
  ky: number;
  kx: number;
  dy: number;
  dx: number;
}

/**
 * The order in which a product walks over (channel, tap): channel blocks outermost, then taps, then the four channels
 * of the block, so that consecutive steps read consecutive bytes.
 */
function eachStep(
  channels: number,
  taps: readonly Tap[],
  visit: (step: number, channel: number, tap: Tap) => void,
): void {
  let step = 0;
  for (let first = 0; first < channels; first += 4) {
    const last = Math.min(channels, first + 4);
    for (const tap of taps) for (let channel = first; channel < last; channel++) visit(step++, channel, tap);
  }
}

interface Product {
  planes: Padded;
  /** Channels per image and, in one group, read and written. */
  sourceChannels: number;
  channels: number;
  columns: number;
  taps: readonly Tap[];
  groups: number;
  /** Weight strides in elements: per read channel and per written channel; and per group. */
  weight: CpuArray;
  weightChannel: number;
  weightColumn: number;
  weightGroup: number;
  kernelWidth: number;
  /** Names the taps, for caches. */
  key: string;
  y: CpuArray;
  bias: CpuArray | null;
  grid: Pair;
  /** First source pixel and its step; first destination pixel and its step, (vertical, horizontal). */
  sourceStart: Pair;
  sourceStep: Pair;
  targetStart: Pair;
  targetStep: Pair;
}

/** Runs one product per group: a convolution whose output pixels lie on a grid. */
function runProduct(device: CpuDevice, p: Product): void {
  const { taps, channels, columns } = p;
  const steps = channels * taps.length;
  const bytes = panelBytes(columns, steps);
  const weightKey = `${p.key} ${channels} ${p.weightChannel} ${p.weightColumn}`;
  const order = device.table(`weights ${weightKey}`, steps, (table) => {
    eachStep(channels, taps, (step, channel, { ky, kx }) => {
      table[step] = (channel * p.weightChannel + ky * p.kernelWidth + kx) * 4;
    });
  });
  const pack = (to: number): void => {
    for (let g = 0; g < p.groups; g++) {
      const [from, panel] = [p.weight.ptr + g * p.weightGroup * 4, to + g * bytes];
      packPanels(device, from, panel, order, steps, columns, p.weightColumn * 4);
    }
  };
  device.withDerived(p.weight, weightKey, bytes * p.groups, pack, (panels) => runPacked(device, p, panels, bytes));
}

/** The products, with packed weights that lie `bytes` apart for each group. */
function runPacked(device: CpuDevice, p: Product, panels: number, bytes: number): void {
  const { planes, taps, channels, columns, y } = p;
  const steps = channels * taps.length;
  const [images, outChannels, outH, outW] = y.shape as [number, number, number, number];
  const vector = y.blocked || (outH * outW === 1 && columns % 4 === 0);
  const outPixel = y.blocked ? 16 : 4;
  const imageSize = outChannels * outH * outW * 4;
  for (let g = 0; g < p.groups; g++) {
    const base = g * channels;
    const aligned = planes.pixel === 4 || channels % 4 === 0;
    const table = device.table(
      `steps ${p.key} ${channels} ${planes.pixel} ${planes.height} ${planes.width}${aligned ? '' : ` ${base % 4}`}`,
      steps,
      (list) => {
        const start = aligned ? 0 : base % 4;
        eachStep(channels, taps, (step, channel, { dy, dx }) => {
          list[step] = channelOffset(planes, start + channel) + (dy * planes.width + dx) * planes.pixel;
        });
      },
    );
    const start = (p.sourceStart[0] * planes.width + p.sourceStart[1]) * planes.pixel;
    const first = g * columns;
    const at = y.blocked ? (first / 4) * outH * outW * 16 : first * outH * outW * 4;
    runGemm(device, {
      src: planes.ptr + channelOffset(planes, aligned ? base : base - (base % 4)) + start,
      srcStrides: [
        imageBytes(planes, p.sourceChannels),
        p.sourceStep[0] * planes.width * planes.pixel,
        p.sourceStep[1] * planes.pixel,
      ],
      dst: y.ptr + at + (p.targetStart[0] * outW + p.targetStart[1]) * outPixel,
      dstStrides: [imageSize, p.targetStep[0] * outW * outPixel, p.targetStep[1] * outPixel],
      columnStride: vector ? outH * outW * 16 : outH * outW * 4,
      vector,
      images,
      grid: p.grid,
      table,
      steps,
      columns,
      panels: panels + g * bytes,
      bias: p.bias ? p.bias.ptr + first * 4 : 0,
    });
  }
}

/** Output of a convolution: in channel blocks where every group fills whole blocks. */
function createOutput(device: CpuDevice, shape: readonly [number, number, number, number], groups: number): CpuArray {
  return device.create(shape, 'float32', canBlock(shape) && (groups === 1 || (shape[1] / groups) % 4 === 0));
}

/** Channels read from which a convolution to a number of channels that is no multiple of four is filled up to one. */
const FILLED_UP = 16;

/** The operations that stand in where a kernel does not do them on the way. */
const piecesOf = (device: CpuDevice) => ({
  unary: (op: UnaryOp, x: DeviceArray, p = 0, q = 0) => unary(device, op, x as CpuArray, p, q),
  binary: (op: BinaryOp, a: DeviceArray, b: DeviceArray, p = 0) => binary(device, op, a as CpuArray, b as CpuArray, p),
  reshape: (x: DeviceArray, shape: Shape) => device.share(device.plain(x as CpuArray), shape),
  free: (x: DeviceArray) => device.free(x as CpuArray),
});

type Shape4 = readonly [number, number, number, number];

export function conv2d(
  device: CpuDevice,
  x: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  geometry: ConvGeometry,
  outSize: Pair,
  fusion: ConvFusion,
): CpuArray {
  device.trimTables();
  device.plain(w);
  const shape: Shape4 = [x.shape[0]!, w.shape[0]!, ...outSize];
  if (suitsWinograd('product', geometry, [w.shape[2]!, w.shape[3]!], x.shape, shape)) {
    const y = createOutput(device, shape, 1);
    winogradConvolution(device, device.blocked(x), w, bias, y, geometry.pad, false, fusion);
    return y;
  }
  // Three colours, say: as four channels the fast way still wins, where it has enough channels to read.
  const fourth = Math.ceil(shape[1] / 4) * 4;
  const wider: Shape4 = [shape[0], fourth, ...outSize];
  if (
    fourth !== shape[1] &&
    x.shape[1]! >= FILLED_UP &&
    suitsWinograd('product', geometry, [w.shape[2]!, w.shape[3]!], x.shape, wider)
  ) {
    return unfusedConvolution(piecesOf(device), x, bias, fusion, (input, b) => {
      const y = createOutput(device, wider, 1);
      winogradConvolution(device, device.blocked(input as CpuArray), w, null, y, geometry.pad, false, {});
      return withoutLast(device, y, shape[1], b as CpuArray | null);
    }) as CpuArray;
  }
  return unfusedConvolution(piecesOf(device), x, bias, fusion, (input, b) =>
    directConvolution(device, input as CpuArray, w, b as CpuArray | null, geometry, shape),
  ) as CpuArray;
}

export function conv2dBox(
  device: CpuDevice,
  y: CpuArray,
  box: Box,
  x: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  geometry: ConvGeometry,
  fusion: ConvFusion,
): Box {
  if (!suitsWinograd('product', geometry, [w.shape[2]!, w.shape[3]!], x.shape, y.shape)) {
    const again = conv2d(device, x, w, bias, geometry, [y.shape[2]!, y.shape[3]!], fusion);
    device.assign(y, again);
    device.free(again);
    return box; // here a result depends on its own window alone, so all others are as before
  }
  device.trimTables();
  device.plain(w);
  device.blocked(y);
  device.writable(y);
  const made = wholeTiles(box, [y.shape[2]!, y.shape[3]!]);
  winogradConvolution(device, device.blocked(x), w, bias, y, geometry.pad, false, fusion, made);
  return made;
}

/** The first channels of y, which is freed, with a bias. */
function withoutLast(device: CpuDevice, y: CpuArray, channels: number, bias: CpuArray | null): CpuArray {
  const first = slice(device, y, 1, 0, channels);
  device.free(y);
  if (!bias) return first;
  const perChannel = device.share(bias, [channels, 1, 1]);
  const result = binary(device, 'add', first, perChannel, 0);
  for (const array of [first, perChannel]) device.free(array);
  return result;
}

function directConvolution(
  device: CpuDevice,
  x: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  { stride, pad: border, dilate, groups }: ConvGeometry,
  shape: Shape4,
): CpuArray {
  const c = x.shape[1]!;
  const [o, channels, kh, kw] = w.shape as [number, number, number, number];
  const outSize: Pair = [shape[2], shape[3]];
  const y = createOutput(device, shape, groups);
  if (y.size === 0) return y;
  const height = (outSize[0] - 1) * stride[0] + (kh - 1) * dilate[0] + 1;
  const width = (outSize[1] - 1) * stride[1] + (kw - 1) * dilate[1] + 1;
  const planes = pad(device, x, border[0], border[1], height, width);
  const taps: Tap[] = [];
  for (let ky = 0; ky < kh; ky++)
    for (let kx = 0; kx < kw; kx++) taps.push({ ky, kx, dy: ky * dilate[0], dx: kx * dilate[1] });
  runProduct(device, {
    ...{ planes, sourceChannels: c, channels, columns: o / groups, taps, groups, y, bias },
    ...{
      weight: w,
      weightChannel: kh * kw,
      weightColumn: channels * kh * kw,
      weightGroup: (o / groups) * channels * kh * kw,
    },
    ...{ kernelWidth: kw, key: `forward ${kh} ${kw} ${dilate}`, grid: outSize },
    ...{ sourceStart: [0, 0], sourceStep: stride, targetStart: [0, 0], targetStep: [1, 1] },
  });
  if (planes.block) device.heap.release(planes.block);
  return y;
}

/** One axis of the adjoint: outputs congruent to `phase` modulo the stride see the same taps. */
interface Phase {
  /** First output and how many. */
  start: number;
  count: number;
  /** Input position of the first output for shift 0. */
  source: number;
  /** Taps and how far back each reads. */
  taps: { k: number; back: number }[];
}

function phasesOf(size: number, kernel: number, stride: number, pad: number, dilate: number): Phase[] {
  const phases: Phase[] = [];
  for (let phase = 0; phase < stride; phase++) {
    const start = (((phase - pad) % stride) + stride) % stride;
    if (start >= size) continue;
    const taps: Phase['taps'] = [];
    for (let k = 0; k < kernel; k++)
      if ((k * dilate) % stride === phase) taps.push({ k, back: (k * dilate - phase) / stride });
    phases.push({ start, count: Math.ceil((size - start) / stride), source: (start + pad - phase) / stride, taps });
  }
  return phases;
}

/** Input positions the phases read: lowest and highest. */
function reach(phases: readonly Phase[]): [number, number] {
  let low = 0;
  let high = 0;
  for (const { count, source, taps } of phases) {
    for (const { back } of taps) {
      low = Math.min(low, source - back);
      high = Math.max(high, source + count - 1 - back);
    }
  }
  return [low, high];
}

export function conv2dInput(
  device: CpuDevice,
  gy: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  geometry: ConvGeometry,
  outSize: Pair,
  fusion: ConvFusion,
): CpuArray {
  device.trimTables();
  device.plain(w);
  const [, columns, kh, kw] = w.shape as [number, number, number, number];
  const shape: Shape4 = [gy.shape[0]!, columns * geometry.groups, ...outSize];
  if (suitsWinograd('product', geometry, [kh, kw], shape, gy.shape)) {
    const y = createOutput(device, shape, 1);
    const border: Pair = kh === 3 ? [2 - geometry.pad[0], 2 - geometry.pad[1]] : [1, 1];
    winogradConvolution(device, device.blocked(gy), w, bias, y, border, true, fusion);
    return y;
  }
  return unfusedConvolution(piecesOf(device), gy, bias, fusion, (input, b) =>
    directAdjoint(device, input as CpuArray, w, b as CpuArray | null, geometry, shape),
  ) as CpuArray;
}

function directAdjoint(
  device: CpuDevice,
  gy: CpuArray,
  w: CpuArray,
  bias: CpuArray | null,
  { stride, pad: border, dilate, groups }: ConvGeometry,
  shape: Shape4,
): CpuArray {
  const o = gy.shape[1]!;
  const [, columns, kh, kw] = w.shape as [number, number, number, number];
  const channels = o / groups;
  const outSize: Pair = [shape[2], shape[3]];
  const y = createOutput(device, shape, groups);
  if (y.size === 0) return y;
  const rows = phasesOf(outSize[0], kh, stride[0], border[0], dilate[0]);
  const cols = phasesOf(outSize[1], kw, stride[1], border[1], dilate[1]);
  const [top, bottom] = reach(rows);
  const [left, right] = reach(cols);
  const planes = pad(device, gy, -top, -left, bottom - top + 1, right - left + 1);
  for (const row of rows) {
    for (const col of cols) {
      const taps: Tap[] = [];
      for (const y of row.taps) for (const x of col.taps) taps.push({ ky: y.k, kx: x.k, dy: -y.back, dx: -x.back });
      runProduct(device, {
        ...{ planes, sourceChannels: o, channels, columns, taps, groups, y, bias },
        ...{
          weight: w,
          weightChannel: columns * kh * kw,
          weightColumn: kh * kw,
          weightGroup: channels * columns * kh * kw,
          kernelWidth: kw,
        },
        key: `adjoint ${kh} ${kw} ${stride} ${dilate} ${taps.map((tap) => `${tap.ky},${tap.kx}`).join(' ')}`,
        ...{ grid: [row.count, col.count], sourceStart: [row.source - top, col.source - left], sourceStep: [1, 1] },
        ...{ targetStart: [row.start, col.start], targetStep: stride },
      });
    }
  }
  if (planes.block) device.heap.release(planes.block);
  return y;
}

/** Output pixels at least that one walk of a weight gradient sums, where several small images give them. */
const GRADIENT_PIXELS = 512;

/** Row tiles one chunk of a weight gradient takes at least, and chunks wanted. */
const GRADIENT_CHUNKS = 16;

export function conv2dWeight(
  device: CpuDevice,
  x: CpuArray,
  gy: CpuArray,
  geometry: ConvGeometry,
  kernel: Pair,
  reluInput: boolean,
): CpuArray {
  device.trimTables();
  if (gy.size > 0 && suitsWinograd('filters', geometry, kernel, x.shape, gy.shape)) {
    const gw = device.create([gy.shape[1]!, x.shape[1]!, ...kernel]);
    winogradWeightGradient(device, device.blocked(x), device.blocked(gy), gw, geometry.pad, reluInput);
    return gw;
  }
  // Three colours: see conv2d.
  const { 0: images, 1: columns } = gy.shape as Shape4;
  const fourth = Math.ceil(columns / 4) * 4;
  const wider: Shape4 = [images, fourth, gy.shape[2]!, gy.shape[3]!];
  const fills = fourth !== columns && x.shape[1]! >= FILLED_UP && gy.size > 0;
  if (fills && suitsWinograd('filters', geometry, kernel, x.shape, wider)) {
    const filled = withMoreChannels(device, gy, wider);
    const all = device.create([fourth, x.shape[1]!, ...kernel]);
    winogradWeightGradient(device, device.blocked(x), device.blocked(filled), all, geometry.pad, reluInput);
    const gw = slice(device, all, 0, 0, columns);
    for (const array of [filled, all]) device.free(array);
    return gw;
  }
  return rectified(piecesOf(device), x, reluInput, (input) =>
    directWeightGradient(device, input as CpuArray, gy, geometry, kernel),
  );
}

/** x with channels of zeros after its own. */
function withMoreChannels(device: CpuDevice, x: CpuArray, shape: Shape4): CpuArray {
  device.plain(x);
  const y = device.create(shape);
  device.runFlat(Task.Fill, y.size, 0.2, [y.ptr, 0, y.size]);
  const imageOf = (array: CpuArray): number => (array.size / shape[0]) * 4;
  copyRows(device, x.ptr, y.ptr, shape[0], imageOf(x), imageOf(x), imageOf(y));
  return y;
}

function directWeightGradient(
  device: CpuDevice,
  x: CpuArray,
  gy: CpuArray,
  { stride, pad: border, dilate, groups }: ConvGeometry,
  kernel: Pair,
): CpuArray {
  const [n, c] = x.shape as [number, number, number, number];
  const [, o, oh, ow] = gy.shape as [number, number, number, number];
  const [kh, kw] = kernel;
  const channels = c / groups;
  const columns = o / groups;
  const gw = device.create([o, channels, kh, kw]);
  if (gw.size === 0) return gw;
  if (n * oh * ow === 0) {
    device.runFlat(Task.Fill, gw.size, 0.2, [gw.ptr, 0, gw.size]);
    return gw;
  }
  const height = (oh - 1) * stride[0] + (kh - 1) * dilate[0] + 1;
  const width = (ow - 1) * stride[1] + (kw - 1) * dilate[1] + 1;
  const planes = pad(device, x, border[0], border[1], height, width);
  if (columns % 4 === 0) device.blocked(gy);
  else device.plain(gy);
  const { pixel, width: pitch } = planes;
  const together = Math.max(1, Math.min(n, Math.floor(GRADIENT_PIXELS / (oh * ow))));
  const image = imageBytes(planes, c);
  const pixels = device.table(
    `pixels ${together} ${image} ${oh} ${ow} ${stride} ${pitch} ${pixel}`,
    together * oh * ow,
    (table) => {
      for (let m = 0, i = 0; m < together; m++)
        for (let j = 0; j < oh; j++)
          for (let k = 0; k < ow; k++) table[i++] = m * image + (j * stride[0] * pitch + k * stride[1]) * pixel;
    },
  );
  const rows = channels * kh * kw;
  const tiles = Math.ceil(rows / 6);
  const pairs = Math.ceil(columns / 8);
  const perChunk = Math.ceil(tiles / GRADIENT_CHUNKS);
  const sums = device.heap.allocate(tiles * pairs * 192);
  const panels = device.heap.allocate(panelBytes(columns, n * oh * ow));
  for (let g = 0; g < groups; g++) {
    const base = g * channels;
    const order = device.table(
      `rows ${kh} ${kw} ${dilate} ${channels} ${base} ${planes.height} ${pitch} ${pixel}`,
      rows,
      (table) => {
        let i = 0;
        for (let channel = base; channel < base + channels; channel++) {
          for (let ky = 0; ky < kh; ky++) {
            for (let kx = 0; kx < kw; kx++) {
              table[i++] = channelOffset(planes, channel) + (ky * dilate[0] * pitch + kx * dilate[1]) * pixel;
            }
          }
        }
      },
    );
    const gyGroup = [gy.ptr + g * columns * oh * ow * 4, panels.ptr, n, oh * ow, columns, o * oh * ow * 4];
    device.run(Task.PackGradient, pairs, n * oh * ow * columns * 0.5, [...gyGroup, gy.blocked ? 1 : 0]);
    device.run(Task.WeightGradient, Math.ceil(tiles / perChunk), n * oh * ow * rows * columns * 0.04, [
      ...[planes.ptr, panels.ptr, gw.ptr + g * columns * rows * 4, pixels, order, n, oh * ow, rows, columns],
      ...[image, together, perChunk, sums.ptr],
    ]);
  }
  device.heap.release(panels);
  device.heap.release(sums);
  if (planes.block) device.heap.release(planes.block);
  return gw;
}
