/**
 * Regions of interest: which pixels, with which weights, make each bin of each region. Regions are given on the host
 * (they come from selecting boxes), so that the work for each bin is known before anything is computed.
 */

import { TypeCheckError } from '../../core/errors.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import type { Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { take } from '../array/take.js';
import { transpose } from '../array/transpose.js';
import { where } from '../array/where.js';
import { asFloat32 } from '../asFloat32.js';
import { sum } from '../math/sum.js';
import { asPair, type Pair } from '../window.js';

/** A box (yMin, xMin, yMax, xMax) in pixels of the original picture. */
export type Region = ArrayLike<number>;

/** One pixel's share in a sample: flat position y·W + x and weight. */
export type Tap = readonly [position: number, weight: number];

/** The samples of one bin; a sample blends taps. */
export type Bin = readonly (readonly Tap[])[];

export interface Regions {
  readonly boxes: readonly Region[];
  /** Which picture of the batch each box lies in. */
  readonly pictures: readonly number[];
  readonly outsize: readonly [number, number];
}

/** Checks the arguments that all functions of regions share. */
export function readRegions(
  label: string,
  x: Variable,
  rois: ArrayLike<Region>,
  roiIndices: ArrayLike<number>,
  outsize: Pair,
): Regions {
  expectType(label, x.ndim === 4, 'x (N, C, H, W)', { x });
  const [boxes, pictures] = [Array.from(rois), Array.from(roiIndices)];
  const size = asPair(outsize);
  const valid =
    boxes.length === pictures.length &&
    boxes.every((box) => box.length === 4) &&
    pictures.every((i) => Number.isInteger(i) && i >= 0 && i < x.shape[0]) &&
    size.every((d) => Number.isInteger(d) && d > 0);
  if (!valid)
    throw new TypeCheckError(
      `${label}: expected (yMin, xMin, yMax, xMax) for each region, the index of its picture (0 … ${x.shape[0] - 1}) and a whole outsize above 0, but ${boxes.length} regions, ${pictures.length} indices and ${size.join('×')} came`,
    );
  return { boxes, pictures, outsize: size };
}

/** Values of all samples: (R, oh, ow, S, C), and which of them are there, (R, oh, ow, S). */
function sampleValues(x: Variable, { pictures, outsize }: Regions, bins: readonly Bin[]) {
  const [n, c, height, width] = x.shape;
  const [oh, ow] = outsize;
  const samples = Math.max(1, ...bins.map((bin) => bin.length));
  const taps = Math.max(1, ...bins.flatMap((bin) => bin.map((sample) => sample.length)));
  const count = bins.length * samples * taps;
  const positions = new Int32Array(count);
  const weights = new Float32Array(count);
  const present = new Float32Array(bins.length * samples);
  for (const [b, bin] of bins.entries()) {
    const plane = pictures[Math.floor(b / (oh * ow))] * height * width;
    for (const [s, sample] of bin.entries()) {
      present[b * samples + s] = 1;
      for (const [t, [position, weight]] of sample.entries()) {
        positions[(b * samples + s) * taps + t] = plane + position;
        weights[(b * samples + s) * taps + t] = weight;
      }
    }
  }
  const { backend } = x.data;
  const shape = [pictures.length, oh, ow, samples];
  const pixels = reshape(transpose(x, [0, 2, 3, 1]), [n * height * width, c]);
  const values = take(pixels, Tensor.from(positions, [...shape, taps], backend));
  const weighted = values.mul(Tensor.from(weights, [...shape, taps, 1], backend));
  return { values: sum(weighted, { axis: 4 }), present: Tensor.from(present, shape, backend), samples };
}

/** Mean of each bin's samples, over `divisors` where they are not the number of samples; empty bins are 0. */
export function averageOfBins(
  x: Variable,
  regions: Regions,
  bins: readonly Bin[],
  divisors: readonly number[],
): Variable {
  const { values } = sampleValues(x, regions, bins);
  const [r, oh, ow, , c] = values.shape;
  const scale = Tensor.from(
    Float32Array.from(divisors, (d) => 1 / Math.max(d, 1)),
    [r, oh, ow, 1],
    x.data.backend,
  );
  return transpose(reshape(sum(values, { axis: 3 }), [r, oh, ow, c]).mul(scale), [0, 3, 1, 2]);
}

/** Maximum of each bin's samples; its gradient goes to the first maximum. Empty bins are 0. */
export function maximumOfBins(given: Variable, regions: Regions, bins: readonly Bin[]): Variable {
  const x = asFloat32(given);
  const { values, present, samples } = sampleValues(x, regions, bins);
  const { backend } = x.data;
  const [r, oh, ow, , c] = values.shape;
  const last = transpose(values, [0, 1, 2, 4, 3]);
  const there = present.reshape([r, oh, ow, 1, samples]);
  const lowest = Tensor.full([], -3e38, 'float32', backend);
  const candidates = there.where(last.data, lowest);
  const first = new Tensor(backend, backend.argReduce('max', candidates.array, 4));
  const chosen = new Tensor(backend, backend.oneHot(first.array, samples)).mul(there);
  const picked = sum(where(chosen, last, 0), { axis: 4 });
  return cast(transpose(reshape(picked, [r, oh, ow, c]), [0, 3, 1, 2]), given.dtype);
}

/** The pixels of each bin when regions are rounded to whole pixels. */
export function wholePixelBins(
  x: Variable,
  { boxes, outsize }: Regions,
  spatialScale: number,
  inclusive = false,
): Bin[] {
  const [height, width] = x.shape.slice(2);
  const range = (bin: number, size: number, start: number, limit: number): [number, number] => {
    const clamp = (i: number): number => Math.min(Math.max(i + start, 0), limit);
    return [clamp(Math.floor(bin * size)), clamp(Math.ceil((bin + 1) * size))];
  };
  return boxes.flatMap((box) => {
    const [yMin, xMin, yMax, xMax] = Array.from(box, (v) => Math.round(v * spatialScale));
    const extra = inclusive ? 1 : 0;
    const binHeight = Math.max(yMax - yMin + extra, 1) / outsize[0];
    const binWidth = Math.max(xMax - xMin + extra, 1) / outsize[1];
    return binsOf(outsize, (i, j) => {
      const [top, bottom] = range(i, binHeight, yMin, height);
      const [left, right] = range(j, binWidth, xMin, width);
      const cells: Tap[][] = [];
      for (let y = top; y < bottom; y++) for (let u = left; u < right; u++) cells.push([[y * width + u, 1]]);
      return cells;
    });
  });
}

/** A bin for each cell of the result, row by row. */
const binsOf = (outsize: readonly [number, number], bin: (i: number, j: number) => Bin): Bin[] =>
  Array.from({ length: outsize[0] * outsize[1] }, (_, k) => bin(Math.floor(k / outsize[1]), k % outsize[1]));

/** Pixels around a position along an axis, with weights; null outside. */
function neighbours(position: number, limit: number): [low: number, high: number, fraction: number] | null {
  if (position < -1 || position > limit) return null;
  const inside = Math.max(position, 0);
  const low = Math.floor(inside);
  return low >= limit - 1 ? [limit - 1, limit - 1, 0] : [low, low + 1, inside - low];
}

export type SamplingRatio = number | null | readonly [number | null, number | null];

/** Points spread evenly in each bin, each blended from the four pixels around it; and how many a bin has, outside ones included. */
export function alignedBins(
  x: Variable,
  { boxes, outsize }: Regions,
  spatialScale: number,
  samplingRatio: SamplingRatio,
): { bins: Bin[]; counts: number[] } {
  const [height, width] = x.shape.slice(2);
  const [ratioY, ratioX] = Array.isArray(samplingRatio) ? samplingRatio : [samplingRatio, samplingRatio];
  const counts: number[] = [];
  const bins = boxes.flatMap((box) => {
    const [yMin, xMin, yMax, xMax] = Array.from(box, (v) => v * spatialScale);
    const binHeight = Math.max(yMax - yMin, 1) / outsize[0];
    const binWidth = Math.max(xMax - xMin, 1) / outsize[1];
    const [rows, columns] = [ratioY ?? Math.ceil(binHeight), ratioX ?? Math.ceil(binWidth)];
    return binsOf(outsize, (i, j) => {
      counts.push(rows * columns);
      const samples: Tap[][] = [];
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const y = neighbours(yMin + (i + (r + 0.5) / rows) * binHeight, height);
          const u = neighbours(xMin + (j + (c + 0.5) / columns) * binWidth, width);
          if (!y || !u) continue;
          const [[y0, y1, fy], [x0, x1, fx]] = [y, u];
          samples.push([
            [y0 * width + x0, (1 - fy) * (1 - fx)],
            [y0 * width + x1, (1 - fy) * fx],
            [y1 * width + x0, fy * (1 - fx)],
            [y1 * width + x1, fy * fx],
          ]);
        }
      return samples;
    });
  });
  return { bins, counts };
}
