import type { Planes } from '../../vision/planes.js';
import { formatColor, type Hints } from './hints.js';
import { placeHints } from './placeHints.js';
import { findRegions, medianColor, type Region, type Regions } from './regions.js';

/** How a person is imagined to hint; shares are probabilities. */
export interface HintSimulation {
  /** Pictures without any hint. */
  none: number;
  /** Of the others those that are hinted in order: a dab in the middle of each area, the largest first (`placeHints`). */
  orderly: number;
  /** Mean number of strokes of the others; the number is geometric. */
  mean: number;
  /** At most this many. */
  most: number;
  /** Hints that are strokes of several points, the rest are dabs. */
  strokes: number;
  /** Hints set where they do not belong (a slip, or an area that the line art does not show). */
  astray: number;
  /** Pictures whose hint colours are a little off everywhere. */
  jittered: number;
  /** Standard deviation of that, of 255 a channel. */
  jitter: number;
}

export const USUAL_HINTS: HintSimulation = {
  none: 0.2,
  orderly: 0.5,
  mean: 11,
  most: 128,
  strokes: 0.3,
  astray: 0.03,
  jittered: 0.4,
  jitter: 4,
};

/**
 * Hints as a person would put them on the line art of a picture, for training: area by area, large ones first but not
 * always, mostly well inside, dabs and short strokes, with the area's median colour.
 *
 * @param color  planes R, G, B in [0, 1] of the true picture
 * @param random uniform numbers in [0, 1); the same numbers give the same hints
 * @param ink    darkness of the line art on the same grid, in [0, 1]
 */
export function simulateHints(
  color: Planes,
  random: () => number,
  ink?: ArrayLike<number>,
  options: Partial<HintSimulation> = {},
): Hints {
  const how = { ...USUAL_HINTS, ...options };
  const { width, height } = color;
  const hints: Hints = { size: [width, height], strokes: [] };
  if (random() < how.none) return hints;
  const count = Math.min(
    how.most,
    1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / Math.max(1.001, how.mean))),
  );
  const found = findRegions(color, ink);
  if (found.regions.length === 0) return hints;
  if (random() < how.orderly) return placeHints(color, count, ink, found);
  const pick = regionPicker(found.regions, random);
  const jitter = random() < how.jittered ? how.jitter : 0;
  const short = Math.min(width, height);
  for (let k = 0; k < count; k++) {
    const region = pick();
    const at = placeInside(region, found, random);
    // Brushes from one pixel to a 20th of the side, small ones more often; in small areas a small brush is taken.
    const brush = Math.max(1, Math.min(short * 0.05 * random() ** 2, 1.6 * found.depth[at]));
    const rgb = medianColor(color, at, Math.max(1.5, brush / 2));
    // Paper white is picked as such; a slightly coloured white is no colour anybody means.
    if (Math.min(...rgb) < 250) for (let c = 0; c < 3; c++) rgb[c] += jitter * normal(random);
    const from = random() < how.astray ? Math.floor(random() * width * height) : at;
    const points = random() < how.strokes ? wander(from, region, found, random) : [centre(from, width)];
    hints.strokes.push({ color: formatColor(rgb), width: Math.max(1, brush), points });
  }
  return hints;
}

/** Picks areas with probability ∝ √size; an area already picked counts half for each time. */
function regionPicker(regions: readonly Region[], random: () => number): () => Region {
  const weights = regions.map((r) => Math.sqrt(r.pixels.length));
  return () => {
    let left = random() * weights.reduce((sum, w) => sum + w, 0);
    let r = 0;
    while (r < regions.length - 1 && left >= weights[r]) left -= weights[r++];
    weights[r] /= 2;
    return regions[r];
  };
}

/** A place in an area: of several random ones the deepest, so mostly near its middle. */
function placeInside({ pixels }: Region, { depth }: Regions, random: () => number): number {
  const tries = random() < 0.25 ? 1 : 8;
  let best = pixels[Math.floor(random() * pixels.length)];
  for (let i = 1; i < tries; i++) {
    const p = pixels[Math.floor(random() * pixels.length)];
    if (depth[p] > depth[best]) best = p;
  }
  return best;
}

/** A stroke that turns slowly and mostly stays where the area is deep. */
function wander(
  from: number,
  region: Region,
  { width, height, depth }: Regions,
  random: () => number,
): [number, number][] {
  const short = Math.min(width, height);
  const reach = Math.min(short * (0.03 + 0.12 * random()), 2 * Math.sqrt(region.pixels.length));
  const step = Math.max(1, reach / 5);
  let angle = 2 * Math.PI * random();
  let [x, y] = centre(from, width);
  const points: [number, number][] = [[x, y]];
  for (let walked = 0; walked < reach; walked += step) {
    angle += 0.6 * normal(random);
    let moved = false;
    for (let turn = 0; turn < 6 && !moved; turn++, angle += Math.PI / 3) {
      const nx = x + step * Math.cos(angle);
      const ny = y + step * Math.sin(angle);
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
      if (depth[Math.floor(ny) * width + Math.floor(nx)] <= 1) continue;
      [x, y] = [nx, ny];
      moved = true;
    }
    if (!moved) break;
    points.push([x, y]);
  }
  return points;
}

const centre = (p: number, width: number): [number, number] => [(p % width) + 0.5, Math.floor(p / width) + 0.5];

/** N(0, 1) by Box and Muller's transform. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
