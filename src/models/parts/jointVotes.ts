import type { Area } from './areaGraph.js';

/** Shares of parts are alike when at most this much of them differs: the two halves of a skirt. */
const ALIKE = 0.15;
/** A mirror image that it does not touch is likely the same, so its shares may differ by this much: two sleeves. */
const MIRRORED_ALIKE = 0.5;
/** Areas smaller than this, in pixels of a grid whose shorter side is 256, have too few places to speak for themselves. */
const SLIVER = 24;
const SLIVER_GRID = 256;
/** … and go with a neighbour unless more than this differs. */
const SLIVER_ALIKE = 0.7;

/** Mirror images: sizes and spreads within this factor. */
const SAME = 1.4;
/** Their middles' heights differ by at most this, in deviations of their heights, … */
const LEVEL = 0.8;
/** … and they are at most this far from each other, in deviations of their widths. */
const BESIDE = 14;

/**
 * Lets areas vote together on what they are parts of: mirror images, such as two sleeves, neighbours of which nearly the same is said, and
 * slivers with what they lie against. So one garment is one colour where the votes are close.
 *
 * @param votes of each area, `kinds` numbers
 * @param alone 1 for areas that vote for themselves
 * @param short shorter side of the grid
 * @returns the shares of the votes of all that each area votes with, `kinds` numbers an area that sum to 1, or are 0 where nobody votes
 */
export function jointVotes(
  areas: readonly Area[],
  votes: Float64Array,
  kinds: number,
  alone: Uint8Array,
  short: number,
): Float64Array {
  const sliver = SLIVER * (short / SLIVER_GRID) ** 2;
  const pools = new Pools(votes, kinds);
  const voting = [...areas.keys()].filter((area) => area > 0 && areas[area].size > 0 && !alone[area]);
  const takesPart = new Set(voting);
  for (const [a, b] of twins(areas, voting, short)) if (pools.differ(a, b) <= MIRRORED_ALIKE) pools.join(a, b);
  const pairs: (readonly [a: number, b: number, difference: number])[] = [];
  for (const a of voting)
    for (const b of areas[a].neighbors.keys())
      if (b > a && takesPart.has(b) && pools.differ(a, b) <= ALIKE) pairs.push([a, b, pools.differ(a, b)]);
  pairs.sort((one, other) => one[2] - other[2]);
  for (const [a, b] of pairs) if (pools.differ(a, b) <= ALIKE) pools.join(a, b);
  for (const area of voting) {
    if (areas[area].size >= sliver) continue;
    const holds = (other: number) => areas[area].neighbors.get(other)! * (1 - pools.differ(area, other));
    const beside = [...areas[area].neighbors.keys()].filter(
      (b) => takesPart.has(b) && areas[b].size > areas[area].size,
    );
    const [first, ...rest] = beside;
    if (first === undefined) continue;
    const best = rest.reduce((a, b) => (holds(b) > holds(a) ? b : a), first);
    if (pools.differ(area, best) <= SLIVER_ALIKE) pools.join(area, best);
  }
  return pools.shares();
}

/** Areas that have joined, and the votes of all of them. */
class Pools {
  readonly #first: Int32Array;
  readonly #votes: Float64Array;

  constructor(
    votes: Float64Array,
    readonly kinds: number,
  ) {
    this.#votes = votes.slice();
    this.#first = Int32Array.from({ length: votes.length / kinds }, (_, area) => area);
  }

  /** How much of the shares of votes differs between the pools of two areas, in [0, 1]. */
  differ(a: number, b: number): number {
    const [one, other] = [this.#its(a), this.#its(b)];
    const [ofOne, ofOther] = [total(one), total(other)];
    let sum = 0;
    for (let k = 0; k < this.kinds; k++) sum += Math.abs(one[k] / ofOne - other[k] / ofOther);
    return sum / 2;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.#firstOf(a), this.#firstOf(b)].sort((x, y) => x - y);
    if (first === second) return;
    const sum = this.#its(first);
    for (const [k, vote] of this.#its(second).entries()) sum[k] += vote;
    this.#first[second] = first;
  }

  /** Shares of the votes in each area's pool. */
  shares(): Float64Array {
    const shares = new Float64Array(this.#votes.length);
    for (const area of this.#first.keys()) {
      const its = this.#its(area);
      const all = total(its);
      for (let k = 0; k < this.kinds; k++) shares[area * this.kinds + k] = its[k] / all;
    }
    return shares;
  }

  #firstOf(area: number): number {
    let first = area;
    while (this.#first[first] !== first) first = this.#first[first];
    return first;
  }

  #its(area: number): Float64Array {
    const first = this.#firstOf(area);
    return this.#votes.subarray(first * this.kinds, (first + 1) * this.kinds);
  }
}

function total(votes: Float64Array): number {
  let sum = 1e-9;
  for (const vote of votes) sum += vote;
  return sum;
}

/**
 * Pairs of areas that are mirror images and do not touch: two sleeves.
 *
 * @param among numbers of areas; small ones have no twin
 * @param short shorter side of the grid
 */
export const twins = (areas: readonly Area[], among: readonly number[], short: number): [number, number][] =>
  mirrorImages(
    areas,
    among.filter((area) => areas[area].size >= SLIVER * (short / SLIVER_GRID) ** 2),
  ).filter(([a, b]) => !areas[a].neighbors.has(b));

/** Pairs of areas that are each other's nearest mirror image. */
function mirrorImages(areas: readonly Area[], among: readonly number[]): [number, number][] {
  const bySize = [...among].sort((a, b) => areas[a].size - areas[b].size || a - b);
  const best = new Map<number, { other: number; distance: number }>();
  const offer = (area: number, other: number, distance: number) => {
    const its = best.get(area);
    if (!its || distance < its.distance) best.set(area, { other, distance });
  };
  for (const [i, a] of bySize.entries()) {
    for (let j = i + 1; j < bySize.length && areas[bySize[j]].size < SAME * areas[a].size; j++) {
      const distance = unlikeness(areas[a], areas[bySize[j]]);
      if (distance === null) continue;
      offer(a, bySize[j], distance);
      offer(bySize[j], a, distance);
    }
  }
  return [...best]
    .filter(([a, { other }]) => a < other && best.get(other)?.other === a)
    .map(([a, { other }]) => [a, other]);
}

/** How far two areas are from being mirror images of each other beside each other; null when they are none. */
function unlikeness(a: Area, b: Area): number | null {
  const within = (u: number, v: number, factor: number) => u < factor * v && v < factor * u;
  if (!within(a.xx, b.xx, SAME ** 2) || !within(a.yy, b.yy, SAME ** 2)) return null;
  const [wide, high] = [Math.sqrt((a.xx + b.xx) / 2), Math.sqrt((a.yy + b.yy) / 2)];
  const level = Math.abs(a.y - b.y) / high;
  const beside = Math.abs(a.x - b.x) / wide;
  if (level > LEVEL || beside > BESIDE || beside < 1) return null;
  const turned = Math.abs(a.xy + b.xy) / (wide * high); // 0 for mirror images
  if (turned > 0.5) return null;
  return level + turned + beside / BESIDE;
}
