import { oklabFromSrgb, srgbFromOklab } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import { type ColorCluster, colorClusters, type Oklab, squaredDistance } from './colorClusters.js';

/** Colours of a palette: enough for skin, hair, two clothes and ground; the assignment tries all orders of them. */
export const PALETTE = 6;

/** A colour within this distance in Oklab of one that must stay is not moved: about the step between two skin tones. */
const PINNED = 0.06;

/** How much lightness, hue and share of the picture count when two colours are paired: light stays light, large stays large. */
const WEIGHTS = { lightness: 2, chroma: 0.5, share: 0.15 };

/**
 * Brings a reference's palette to a coloured picture: both are reduced to a few colours, these are paired so that light
 * stays light and large areas take large areas' colours, and every pixel moves as the palette colours near it do. What is
 * drawn stays: only colours change, smoothly.
 *
 * @param color     colours without lines, opaque
 * @param reference a picture whose colours are wanted, or its palette
 * @param pinned    colours that must stay, sRGB in [0, 1]: those of the hints
 * @returns         a new picture of the size of `color`
 */
export function transferPalette(
  color: Picture,
  reference: Picture | readonly ColorCluster[],
  pinned: readonly (readonly [number, number, number])[] = [],
): Picture {
  const from = colorClusters(color, PALETTE);
  const to = 'data' in reference ? colorClusters(reference, PALETTE) : reference;
  if (from.length === 0 || to.length === 0) return color;
  const stays = pinning(pinned);
  const targets = pair(from, to);
  const moves = from.map(({ color: own }, k): Oklab => {
    if (stays(own)) return [0, 0, 0];
    const wanted = to[targets[k]].color;
    return [wanted[0] - own[0], wanted[1] - own[1], wanted[2] - own[2]];
  });
  return moveColors(color, from, moves, pinned);
}

/** Tells the colours that must stay because a pinned one, sRGB in [0, 1], is near. */
export function pinning(pinned: readonly (readonly [number, number, number])[]): (color: Oklab) => boolean {
  const keep = pinned.map((rgb) => oklabFromSrgb(rgb));
  return (color) => keep.some((stay) => squaredDistance(color, stay) < PINNED ** 2);
}

/** For each colour of one palette the one of the other that it becomes: the cheapest of all assignments. */
function pair(from: readonly ColorCluster[], to: readonly ColorCluster[]): number[] {
  const cost = from.map((p) =>
    to.map((q) => {
      const lightness = (p.color[0] - q.color[0]) ** 2;
      const chroma = (p.color[1] - q.color[1]) ** 2 + (p.color[2] - q.color[2]) ** 2;
      const share = (p.share - q.share) ** 2;
      return p.share * (WEIGHTS.lightness * lightness + WEIGHTS.chroma * chroma + WEIGHTS.share * share);
    }),
  );
  let best: number[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  const used = new Set<number>();
  const search = (chosen: number[], sum: number): void => {
    if (sum >= lowest) return;
    if (chosen.length === from.length) {
      best = [...chosen];
      lowest = sum;
      return;
    }
    for (let k = 0; k < to.length; k++) {
      // A reference of fewer colours gives each of them more than once.
      if (used.has(k) && used.size < to.length) continue;
      const isNew = !used.has(k);
      if (isNew) used.add(k);
      search([...chosen, k], sum + cost[chosen.length][k]);
      if (isNew) used.delete(k);
    }
  };
  search([], 0);
  return best;
}

/**
 * Moves every pixel by the mean of the palette's moves, weighted by 1/d⁴ in Oklab; pinned colours, sRGB in [0, 1], hold it
 * where it is, however little of the picture has them. Pictures repeat colours: each is worked out once.
 */
export function moveColors(
  { width, height, data }: Picture,
  from: readonly ColorCluster[],
  moves: readonly Oklab[],
  pinned: readonly (readonly [number, number, number])[] = [],
): Picture {
  const held = pinned.map((rgb) => ({ color: oklabFromSrgb(rgb), share: 0 }));
  const points = [...from, ...held];
  const ways = [...moves, ...held.map((): Oklab => [0, 0, 0])];
  const out = new Uint8ClampedArray(data);
  const done = new Map<number, readonly [number, number, number]>();
  for (let q = 0; q < data.length; q += 4) {
    const key = (data[q] << 16) | (data[q + 1] << 8) | data[q + 2];
    let moved = done.get(key);
    if (!moved) {
      moved = moveColor(oklabFromSrgb([data[q] / 255, data[q + 1] / 255, data[q + 2] / 255]), points, ways);
      done.set(key, moved);
    }
    for (let c = 0; c < 3; c++) out[q + c] = 255 * moved[c];
  }
  return { width, height, data: out };
}

function moveColor(own: Oklab, from: readonly ColorCluster[], moves: readonly Oklab[]): [number, number, number] {
  const result = [own[0], own[1], own[2]];
  const weights = from.map(({ color }) => 1 / (squaredDistance(own, color) ** 2 + 1e-9));
  const total = weights.reduce((sum, w) => sum + w, 0);
  for (const [k, weight] of weights.entries()) for (let c = 0; c < 3; c++) result[c] += (weight / total) * moves[k][c];
  return srgbFromOklab([result[0], result[1], result[2]]);
}
