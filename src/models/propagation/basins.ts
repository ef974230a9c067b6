import { connectedPixels } from '../../vision/connectedPixels.js';
import { rising } from '../../vision/rising.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import { distanceToInk } from './distanceToInk.js';
import { kernels } from './kernels.js';
import { Propagator } from './propagate.js';
import { LINES } from './relief.js';

/** The faintest lines are lines, too. */
const [LINE] = LINES;
/** Farther from lines than this is the floor of a basin, in pixels of a grid whose shorter side is 192; floors that meet are one. */
const FLOOR = 2;
const FLOOR_GRID = 192;

/** Deviations of the colours in a basin, of 1: up to the first it becomes one colour, from the second on it is taken for several areas that run together. */
const MIXED = [0.15, 0.45] as const;

/**
 * The areas between the lines: floors away from them, grown up the relief's slopes until they meet. Small gaps are closed,
 * since they are passes. So are those between a line and the page's edge, where a figure is cut off: the edge counts as a line.
 *
 * @param ink    darkness of the lines in [0, 1], height · width
 * @param slopes `relief` of the ink, height · width
 * @param short  shorter side of the grid that the whole picture has; larger than these for a crop
 * @param distance of every pixel to the faintest of `LINES`, where it is known
 * @returns the basin of every pixel from 1; all 0 where there is no floor at all
 */
export function findBasins(
  ink: Float32Array,
  slopes: Float32Array,
  width: number,
  height: number,
  short = Math.min(width, height),
  distance = distanceToInk(ink, width, height, LINE),
): Int32Array {
  const floor = (FLOOR * short) / FLOOR_GRID;
  const labels = new Int32Array(slopes.length);
  const queue = new Int32Array(slopes.length);
  let basins = 1;
  const edge = Math.floor(floor);
  const isBesideEdge = (p: number) => {
    const x = p % width;
    return x < edge || x >= width - edge || p < edge * width || p >= (height - edge) * width;
  };
  const take = (p: number) => {
    if (labels[p] > 0 || distance[p] <= floor || isBesideEdge(p)) return false;
    labels[p] = basins;
    return true;
  };
  for (let p = 0; p < slopes.length; p++) if (connectedPixels(p, width, height, queue, take) > 0) basins++;
  return new Propagator(width, height).nearest(slopes, labels);
}

/**
 * Makes a basin without any hint one colour, its mean: what a network guesses there is uneven without meaning anything.
 * The more a basin's colours differ beyond what is a halo the more they stay, since then it may be several areas whose lines are open.
 *
 * @param color planes R, G, B, 3·h·w; cut to [0, 1] and changed in place
 * @param ink   darkness on the same grid; colours under it count little
 */
export function calmBasins(
  color: Float32Array,
  basins: Int32Array,
  { labels }: Pick<HintRaster, 'labels'>,
  ink: Float32Array,
): void {
  const n = basins.length;
  let count = 1;
  for (let p = 0; p < n; p++) if (basins[p] >= count) count = basins[p] + 1;
  const { memory, beginCalming, sumBasins, evenBasins } = kernels();
  const at = beginCalming(n, count);
  const planes = new Float32Array(memory.buffer, at, 4 * n);
  planes.set(color);
  planes.set(ink, 3 * n);
  const numbers = new Int32Array(memory.buffer, at + 16 * n, 2 * n);
  numbers.set(basins);
  numbers.set(labels, n);
  const sums = new Float64Array(memory.buffer, sumBasins(), 6 * count);
  for (let basin = 0; basin < count; basin++) {
    const its = sums.subarray(6 * basin, 6 * basin + 6);
    const [weight, , , , squares, hinted] = its;
    its[0] = 0; // its share from here on
    if (basin === 0 || hinted > 0 || weight === 0) continue;
    let variance = squares / weight;
    for (let c = 1; c <= 3; c++) {
      its[c] /= weight;
      variance -= its[c] ** 2;
    }
    its[0] = 1 - rising(Math.sqrt(Math.max(0, variance) / 3), MIXED);
  }
  evenBasins();
  color.set(planes.subarray(0, 3 * n));
}
