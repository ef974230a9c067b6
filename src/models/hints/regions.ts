import { connectedPixels } from '../../vision/connectedPixels.js';
import type { Planes } from '../../vision/planes.js';

/** A connected area of (nearly) one colour. */
export interface Region {
  /** Its pixels as y · width + x, in raster order. */
  readonly pixels: Int32Array;
}

/** Colour areas of a picture and how deep inside them each pixel lies. */
export interface Regions {
  readonly width: number;
  readonly height: number;
  /** Largest first; equal ones in raster order of their first pixel. Specks are left out. */
  readonly regions: Region[];
  /** Distance in pixels (chamfer 3-4) to the nearest pixel of another colour, of a line, or outside the picture. */
  readonly depth: Float32Array;
}

/** Neighbours whose channels differ by at most this much belong together: 12 of 255, below what antialiasing makes. */
const TOLERANCE = 12 / 255;
/** Ink above this is a line. */
const LINE = 0.3;
/** Areas below this share of the picture are specks, mostly of antialiasing. */
const SPECK = 2e-4;

/**
 * Finds the areas of one colour.
 *
 * @param color planes R, G, B in [0, 1]
 * @param ink   darkness of the line art on the same grid in [0, 1]; its lines part areas and belong to none
 */
export function findRegions(color: Planes, ink?: ArrayLike<number>): Regions {
  const { width, height, data } = color;
  const n = width * height;
  const similar = (p: number, q: number) =>
    Math.abs(data[p] - data[q]) <= TOLERANCE &&
    Math.abs(data[n + p] - data[n + q]) <= TOLERANCE &&
    Math.abs(data[2 * n + p] - data[2 * n + q]) <= TOLERANCE;

  const owner = new Int32Array(n).fill(-1);
  const queue = new Int32Array(n);
  const least = Math.max(2, SPECK * n);
  const regions: Region[] = [];
  let found = 0;
  const take = (p: number, from: number) => {
    if (owner[p] >= 0 || (ink && ink[p] > LINE) || !similar(from, p)) return false;
    owner[p] = found;
    return true;
  };
  for (let seed = 0; seed < n; seed++) {
    const count = connectedPixels(seed, width, height, queue, take);
    if (count > 0) found++;
    if (count >= least) regions.push({ pixels: queue.slice(0, count).sort() });
  }
  regions.sort((a, b) => b.pixels.length - a.pixels.length); // stable: equal ones stay in raster order
  return { width, height, regions, depth: depthInside(owner, width, height) };
}

/** Two-pass chamfer distance to the border between owners; −1 owns nothing and is border all over. */
function depthInside(owner: Int32Array, width: number, height: number): Float32Array {
  const depth = new Float32Array(width * height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const own = owner[p];
      const inside =
        own >= 0 &&
        x > 0 &&
        y > 0 &&
        x < width - 1 &&
        y < height - 1 &&
        owner[p - 1] === own &&
        owner[p + 1] === own &&
        owner[p - width] === own &&
        owner[p + width] === own;
      if (!inside) {
        depth[p] = own >= 0 ? 1 : 0;
        continue;
      }
      depth[p] = Math.min(
        depth[p - 1] + 1,
        depth[p - width] + 1,
        depth[p - width - 1] + 4 / 3,
        depth[p - width + 1] + 4 / 3,
      );
    }
  }
  for (let y = height - 2; y > 0; y--) {
    for (let x = width - 2, p = y * width + x; x > 0; x--, p--) {
      depth[p] = Math.min(
        depth[p],
        depth[p + 1] + 1,
        depth[p + width] + 1,
        depth[p + width + 1] + 4 / 3,
        depth[p + width - 1] + 4 / 3,
      );
    }
  }
  return depth;
}

/**
 * Median of each channel, 0…255, over the pixels around one within `radius`, counting only those of its own colour (within
 * the region tolerance ×2) so that a neighbour's colour never leaks in.
 */
export function medianColor(color: Planes, at: number, radius: number): [number, number, number] {
  const { width, height, data } = color;
  const n = width * height;
  const cx = at % width;
  const cy = (at - cx) / width;
  const reach = Math.ceil(radius);
  const values: [number[], number[], number[]] = [[], [], []];
  for (let y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++) {
    for (let x = Math.max(0, cx - reach); x <= Math.min(width - 1, cx + reach); x++) {
      if ((x - cx) ** 2 + (y - cy) ** 2 > radius * radius) continue;
      const p = y * width + x;
      let own = true;
      for (let c = 0; c < 3; c++) own &&= Math.abs(data[c * n + p] - data[c * n + at]) <= 2 * TOLERANCE;
      if (own) for (let c = 0; c < 3; c++) values[c].push(data[c * n + p]);
    }
  }
  return values.map((channel) => {
    channel.sort((a, b) => a - b);
    return 255 * channel[channel.length >> 1];
  }) as [number, number, number];
}
