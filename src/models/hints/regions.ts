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
  const { width, height } = color;
  const n = width * height;
  const owner = firstPixels(color, ink);
  const sizes = new Int32Array(n);
  for (let p = 0; p < n; p++) if (owner[p] >= 0) sizes[owner[p]]++;
  const least = Math.max(2, SPECK * n);
  const regions: Region[] = [];
  const number = new Int32Array(n); // of the region that begins at a pixel
  const filled: number[] = [];
  for (let p = 0; p < n; p++) {
    const first = owner[p];
    if (first < 0 || sizes[first] < least) continue;
    if (p === first) {
      number[p] = regions.push({ pixels: new Int32Array(sizes[p]) }) - 1;
      filled.push(0);
    }
    const k = number[first];
    regions[k].pixels[filled[k]++] = p;
  }
  regions.sort((a, b) => b.pixels.length - a.pixels.length); // stable: equal ones stay in raster order
  return { width, height, regions, depth: depthInside(owner, width, height) };
}

/** For every pixel the first one, in raster order, of those that it hangs together with by their sides; −1 for lines. Sets are joined (union-find). */
function firstPixels({ width, height, data }: Planes, ink?: ArrayLike<number>): Int32Array {
  const n = width * height;
  const parent = new Int32Array(n);
  const rootOf = (p: number) => {
    let root = p;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  const belongs = (p: number, q: number) =>
    parent[q] >= 0 &&
    Math.abs(data[p] - data[q]) <= TOLERANCE &&
    Math.abs(data[n + p] - data[n + q]) <= TOLERANCE &&
    Math.abs(data[2 * n + p] - data[2 * n + q]) <= TOLERANCE;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (ink && ink[p] > LINE) {
        parent[p] = -1;
        continue;
      }
      const left = x > 0 && belongs(p, p - 1) ? rootOf(p - 1) : p;
      const above = y > 0 && belongs(p, p - width) ? rootOf(p - width) : p;
      const root = Math.min(left, above);
      parent[p] = root;
      parent[left] = root;
      parent[above] = root;
    }
  }
  for (let p = 0; p < n; p++) if (parent[p] >= 0) parent[p] = parent[parent[p]];
  return parent;
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
