import { oklabFromSrgb } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import type { RegionMap } from './regionMap.js';

/** The flat colours of a picture. */
export interface Flats {
  /** Flat of each pixel, from 0. */
  readonly index: Int32Array;
  /** R, G, B of each flat, 0…255, three numbers a flat. */
  readonly colors: Uint8Array;
  readonly count: number;
}

/** Bins a channel that colours of a region are counted in: 16 levels a bin. */
const BITS = 4;

/** Colours nearer than this in Oklab, lightness counted at `LIGHT`, are one flat and its shade. */
const ONE_FLAT = 0.09;
const LIGHT = 0.35;

/** A second flat in a region needs this share of it: less is a spill. */
const SHARE = 0.04;

/** Flats of a region at most; a sky with a sunset is four. */
const MOST = 5;

/**
 * Takes a coloured picture apart into flat colours: in each closed region the colour that most of it has, and others that
 * are too different to be its shade. Lines belong to the regions beside them.
 */
export function findFlats({ width, data }: Picture, regions: RegionMap): Flats {
  const { filled, count } = regions;
  const bins = 1 << (3 * BITS);
  const binOf = (q: number) =>
    ((data[q] >> (8 - BITS)) << (2 * BITS)) | ((data[q + 1] >> (8 - BITS)) << BITS) | (data[q + 2] >> (8 - BITS));
  const lab = Array.from({ length: bins }, (_, bin) => {
    const mask = (1 << BITS) - 1;
    const level = (v: number) => (v + 0.5) / (1 << BITS);
    return oklabFromSrgb([level((bin >> (2 * BITS)) & mask), level((bin >> BITS) & mask), level(bin & mask)]);
  });

  // Pixels by region (counting sort), so that each region's colours are counted with one small histogram.
  const starts = new Int32Array(count + 2);
  for (let p = 0; p < filled.length; p++) starts[filled[p] + 1]++;
  for (let r = 1; r < starts.length; r++) starts[r] += starts[r - 1];
  const order = new Int32Array(filled.length);
  const at = starts.slice();
  for (let p = 0; p < filled.length; p++) order[at[filled[p]]++] = p;

  const index = new Int32Array(filled.length);
  const colors: number[] = [];
  const histogram = new Int32Array(bins);
  const sums = new Float64Array(3 * bins);
  const flatOfBin = new Int32Array(bins);
  for (let region = 0; region <= count; region++) {
    const [from, to] = [starts[region], starts[region + 1]];
    if (from === to) continue;
    const used: number[] = [];
    for (let i = from; i < to; i++) {
      const q = 4 * order[i];
      const bin = binOf(q);
      if (histogram[bin]++ === 0) used.push(bin);
      for (let c = 0; c < 3; c++) sums[3 * bin + c] += data[q + c];
    }
    used.sort((a, b) => histogram[b] - histogram[a]);
    const flats: number[] = [];
    for (const bin of used) {
      const isNew = flats.every((known) => flatDistance(lab[known], lab[bin]) > ONE_FLAT);
      if (flats.length === 0 || (isNew && flats.length < MOST && histogram[bin] > SHARE * (to - from))) flats.push(bin);
    }
    const first = colors.length / 3;
    for (const bin of flats) for (let c = 0; c < 3; c++) colors.push(Math.round(sums[3 * bin + c] / histogram[bin]));
    for (const bin of used) {
      let nearest = 0;
      for (let k = 1; k < flats.length; k++)
        if (flatDistance(lab[flats[k]], lab[bin]) < flatDistance(lab[flats[nearest]], lab[bin])) nearest = k;
      flatOfBin[bin] = first + nearest;
    }
    for (let i = from; i < to; i++) index[order[i]] = flatOfBin[binOf(4 * order[i])];
    for (const bin of used) {
      histogram[bin] = 0;
      sums.fill(0, 3 * bin, 3 * bin + 3);
    }
  }
  return { index: smoothed(index, width), colors: Uint8Array.from(colors), count: colors.length / 3 };
}

type Lab = readonly [number, number, number];

/** Distance in Oklab with lightness counted less, as shade changes it most. */
export function flatDistance(p: Lab, q: Lab): number {
  return Math.hypot(LIGHT * (p[0] - q[0]), p[1] - q[1], p[2] - q[2]);
}

/** Single pixels that differ from all beside them are dirt of the boundary: they take their neighbours' flat. */
function smoothed(index: Int32Array, width: number): Int32Array {
  const out = index.slice();
  for (let p = width + 1; p < index.length - width - 1; p++) {
    const [left, right, up, down] = [index[p - 1], index[p + 1], index[p - width], index[p + width]];
    if (index[p] !== left && index[p] !== right && index[p] !== up && index[p] !== down)
      out[p] = left === right ? left : up;
  }
  return out;
}

/** The flats alone, as a picture. */
export function flatPicture({ index, colors }: Flats, { width, height }: Picture): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let p = 0, q = 0; p < index.length; p++, q += 4) {
    const at = 3 * index[p];
    data[q] = colors[at];
    data[q + 1] = colors[at + 1];
    data[q + 2] = colors[at + 2];
    data[q + 3] = 255;
  }
  return { width, height, data };
}
