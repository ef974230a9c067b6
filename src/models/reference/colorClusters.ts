import { oklabFromSrgb } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import { Random } from '../../vision/random.js';

export type Oklab = readonly [lightness: number, a: number, b: number];

/** A colour of a picture's palette and the share of the picture that is near it, 0…1. */
export interface ColorCluster {
  readonly color: Oklab;
  readonly share: number;
}

/** Pixels looked at; more do not move the means by a visible step. */
const SAMPLES = 4096;
const ROUNDS = 12;

export const squaredDistance = (p: Oklab, q: Oklab): number =>
  (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;

/**
 * A picture's palette: k-means in Oklab (Lloyd's iterations, k-means++ seeds; Arthur and Vassilvitskii 2007). The same
 * picture gives the same palette. Transparent pixels do not count.
 *
 * @returns at most `count` clusters, the largest first; none for a picture that is all transparent
 */
export function colorClusters({ width, height, data }: Picture, count: number): ColorCluster[] {
  const random = new Random('palette', width, height);
  const step = Math.max(1, Math.floor((width * height) / SAMPLES));
  const samples: Oklab[] = [];
  for (let p = 0; p < width * height; p += step) {
    const q = 4 * p;
    if (data[q + 3] >= 128) samples.push(oklabFromSrgb([data[q] / 255, data[q + 1] / 255, data[q + 2] / 255]));
  }
  if (samples.length === 0) return [];
  let centers = spreadSeeds(samples, count, random);
  let sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const sums = centers.map(() => [0, 0, 0]);
    sizes = centers.map(() => 0);
    for (const sample of samples) {
      const k = nearest(centers, sample);
      sizes[k]++;
      for (let c = 0; c < 3; c++) sums[k][c] += sample[c];
    }
    centers = centers.map((center, k) =>
      sizes[k] > 0 ? ([sums[k][0] / sizes[k], sums[k][1] / sizes[k], sums[k][2] / sizes[k]] as const) : center,
    );
  }
  return centers
    .map((color, k) => ({ color, share: sizes[k] / samples.length }))
    .filter(({ share }) => share > 0)
    .sort((x, y) => y.share - x.share);
}

/** First centres far from each other: each is drawn with a chance ∝ its squared distance to those before. */
function spreadSeeds(samples: readonly Oklab[], count: number, random: Random): Oklab[] {
  const centers = [samples[random.integer(0, samples.length)]];
  while (centers.length < count) {
    const distances = samples.map((sample) => squaredDistance(sample, centers[nearest(centers, sample)]));
    const total = distances.reduce((sum, d) => sum + d, 0);
    if (total < 1e-9) break; // fewer colours than clusters
    let left = random.uniform(0, total);
    let k = 0;
    while (k < samples.length - 1 && left >= distances[k]) left -= distances[k++];
    centers.push(samples[k]);
  }
  return centers;
}

function nearest(centers: readonly Oklab[], sample: Oklab): number {
  let best = 0;
  for (let k = 1; k < centers.length; k++)
    if (squaredDistance(centers[k], sample) < squaredDistance(centers[best], sample)) best = k;
  return best;
}
