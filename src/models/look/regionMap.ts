import { connectedPixels } from '../../vision/connectedPixels.js';

/** The closed areas of a drawing. */
export interface RegionMap {
  readonly width: number;
  readonly height: number;
  /** Region of each open pixel, from 1; 0 on lines. */
  readonly label: Int32Array;
  /** The same with the lines given to the regions beside them, so that flat colours lie under the lines. */
  readonly filled: Int32Array;
  readonly count: number;
}

/** Ink from which a pixel is a line that parts regions, of 255. */
const LINE = 100;

/** Distances are counted in thirds of a pixel (chamfer 3-4). */
const UNIT = 3;

/**
 * Finds the closed areas of line art, as a ball would that is too large for the gaps ("trapped ball", Zhang et al. 2009): a
 * region is where the ball's centre can roll, and then everything nearer to it than to other regions. What is too narrow
 * for the ball is looked at again with smaller ones.
 *
 * @param ink darkness of the lines, 0…255, height · width
 * @param gap gaps in lines up to this many pixels hold
 */
export function findRegions(ink: Uint8Array, width: number, height: number, gap: number): RegionMap {
  const n = width * height;
  const depth = depthFromLines(ink, width, height);
  const label = new Int32Array(n);
  const queue = new Int32Array(n);
  let count = 0;

  /** Makes each part that is not labelled yet and farther than `room` from lines a region of its own. */
  const labelParts = (room: number) => {
    const take = (p: number) => {
      if (label[p] !== 0 || depth[p] <= room) return false;
      label[p] = count + 1;
      return true;
    };
    // Asked here first: nearly all pixels are no beginning of a region.
    for (let p = 0; p < n; p++)
      if (label[p] === 0 && depth[p] > room && connectedPixels(p, width, height, queue, take) > 0) count++;
  };

  for (const radius of ballRadii(gap)) {
    const known = count;
    labelParts(Math.round(radius * UNIT));
    if (count > known) grow(label, width, height, queue, (p) => depth[p] > 0, radius + 1);
  }
  grow(label, width, height, queue, (p) => depth[p] > 0);
  // Spots that no ball fits into: parts of a pixel or two between lines.
  labelParts(0);
  count = mergeCorners(label, width, count);
  const filled = label.slice();
  grow(filled, width, height, queue, () => true);
  return { width, height, label, filled, count };
}

/** Part of a region's outline from which an open side makes it a corner of its neighbour, and no room behind a gap. */
const CORNER = 0.25;

/**
 * Gives corners that the ball was too round for to the region they open to, numbers the regions anew and returns how many are
 * left.
 */
function mergeCorners(label: Int32Array, width: number, count: number): number {
  const outline = new Int32Array(count + 1);
  const size = new Int32Array(count + 1);
  const open = new Map<number, number>(); // sides shared by two regions, by region · (count + 1) + neighbour
  const meet = (a: number, b: number) => {
    if (a > 0) outline[a]++;
    if (b > 0) outline[b]++;
    if (a === 0 || b === 0) return;
    for (const key of [a * (count + 1) + b, b * (count + 1) + a]) open.set(key, (open.get(key) ?? 0) + 1);
  };
  for (let p = 0, x = 1; p < label.length; p++, x++) {
    const own = label[p];
    size[own]++;
    if (x === width) x = 0;
    else if (label[p + 1] !== own) meet(own, label[p + 1]);
    if (p + width < label.length && label[p + width] !== own) meet(own, label[p + width]);
  }
  const owner = Int32Array.from({ length: count + 1 }, (_, region) => region);
  const find = (region: number) => {
    let at = region;
    while (owner[at] !== at) at = owner[at];
    return at;
  };
  const sides = [...open].map(([key, shared]) => ({
    region: Math.floor(key / (count + 1)),
    neighbour: key % (count + 1),
    shared,
  }));
  sides.sort((a, b) => size[a.region] - size[b.region] || b.shared - a.shared);
  for (const { region, neighbour, shared } of sides) {
    const isCorner = size[region] <= size[neighbour] && shared >= CORNER * outline[region];
    if (isCorner && find(neighbour) !== find(region)) owner[find(region)] = find(neighbour);
  }
  const number = new Int32Array(count + 1);
  let left = 0;
  for (let region = 1; region <= count; region++) if (owner[region] === region) number[region] = ++left;
  for (let p = 0; p < label.length; p++) if (label[p] > 0) label[p] = number[find(label[p])];
  return left;
}

/** Radii of the balls, in pixels, from the one that the widest gap holds to one that any opening lets through. */
function ballRadii(gap: number): number[] {
  const radii: number[] = [];
  for (let radius = gap / 2; radius >= 1; radius /= 2) radii.push(radius);
  radii.push(0.5);
  return radii;
}

/** Lets labels grow into unlabelled pixels, all at one pace, at most `steps` far. */
function grow(
  label: Int32Array,
  width: number,
  height: number,
  queue: Int32Array,
  enter: (p: number) => boolean,
  steps = Number.POSITIVE_INFINITY,
): void {
  const n = width * height;
  let tail = 0;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (label[p] === 0) continue;
      const edge =
        (x > 0 && label[p - 1] === 0) ||
        (x < width - 1 && label[p + 1] === 0) ||
        (y > 0 && label[p - width] === 0) ||
        (y < height - 1 && label[p + width] === 0);
      if (edge) queue[tail++] = p;
    }
  }
  let head = 0;
  for (let step = 0; step < steps && head < tail; step++) {
    const end = tail;
    while (head < end) {
      const p = queue[head++];
      const x = p % width;
      for (let side = 0; side < 4; side++) {
        if (side === 0 ? x === 0 : side === 1 ? x === width - 1 : side === 2 ? p < width : p >= n - width) continue;
        const q = side === 0 ? p - 1 : side === 1 ? p + 1 : side === 2 ? p - width : p + width;
        if (label[q] !== 0 || !enter(q)) continue;
        label[q] = label[p];
        queue[tail++] = q;
      }
    }
  }
}

/** Distance of every pixel to the nearest line, in thirds of a pixel; 0 on lines. The picture's edge is no line. */
function depthFromLines(ink: Uint8Array, width: number, height: number): Uint16Array {
  const far = 65_000;
  const depth = new Uint16Array(width * height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (ink[p] >= LINE) continue;
      let best = far;
      if (x > 0) best = Math.min(best, depth[p - 1] + 3);
      if (y > 0) {
        best = Math.min(best, depth[p - width] + 3);
        if (x > 0) best = Math.min(best, depth[p - width - 1] + 4);
        if (x < width - 1) best = Math.min(best, depth[p - width + 1] + 4);
      }
      depth[p] = best;
    }
  }
  for (let y = height - 1, p = width * height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, p--) {
      let best = depth[p];
      if (best === 0) continue;
      if (x < width - 1) best = Math.min(best, depth[p + 1] + 3);
      if (y < height - 1) {
        best = Math.min(best, depth[p + width] + 3);
        if (x < width - 1) best = Math.min(best, depth[p + width + 1] + 4);
        if (x > 0) best = Math.min(best, depth[p + width - 1] + 4);
      }
      depth[p] = best;
    }
  }
  return depth;
}
