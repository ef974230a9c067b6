import { NO_PART, type PartMap } from '../parts/partMap.js';
import { PARTS, type Part } from '../parts/parts.js';

/** The areas between the lines of a sketch, those too small to have a shape of their own given to what they lie on. */
export interface Areas {
  readonly width: number;
  readonly height: number;
  /** Area of every cell, 0 on the ground; height · width. */
  readonly of: Int32Array;
  /** The areas that are left, by their number. */
  readonly all: ReadonlyMap<number, Area>;
}

export interface Area {
  /** What it is, where that is known. */
  readonly part: Part | null;
  /** Cells. */
  readonly size: number;
  /** Left, top, right and bottom cell. */
  readonly box: readonly [number, number, number, number];
  /** Cells that look like eyes or a mouth. */
  readonly details: number;
  /** Sides shared with other areas, as a count of cells, by the other's number; 0 is the ground. */
  readonly borders: ReadonlyMap<number, number>;
}

const GROUND: ReadonlySet<Part> = new Set(['ground', 'sky', 'land']);
const DETAILS: ReadonlySet<Part> = new Set(['white', 'iris', 'mouth']);

/** Smaller areas than this share of the picture are buttons and gaps between locks: they lie in what is round them. */
const TINY = 0.0007;
/** An area inside another one, smaller than this share of it, is a pattern on it. */
const ISLAND = 0.12;
/** Without parts, an area along this share of the picture's upper three edges is ground. */
const ALONG_EDGE = 0.15;

/** @param parts what is a part of what, where a model can tell, on a grid of any size */
export function areasOf(basins: Int32Array, width: number, height: number, parts: PartMap | null): Areas {
  const basin = surveyBasins(basins, width, height, parts);
  const owner = ownersOf(basin, TINY * basins.length);
  const of = Int32Array.from(basins, (b) => owner[b]);
  const sizes = new Int32Array(basin.length);
  const details = new Int32Array(basin.length);
  for (const [b, its] of basin.entries()) {
    sizes[owner[b]] += its.size;
    details[owner[b]] += its.details;
  }
  const all = new Map<number, Area>();
  const boxes = boxesOf(of, width, basin.length);
  const borders = bordersOf(of, width, basin.length);
  for (const [number, its] of basin.entries()) {
    if (owner[number] !== number || number === 0) continue;
    const [size, own] = [sizes[number], details[number]];
    all.set(number, { part: its.part, size, details: own, box: boxes[number], borders: borders[number] });
  }
  return { width, height, of, all };
}

/** A basin as `findBasins` gives it. */
interface Basin {
  readonly part: Part | null;
  readonly size: number;
  readonly details: number;
  readonly isGround: boolean;
  /** What it borders on, the longest border first. */
  readonly neighbours: readonly number[];
}

function surveyBasins(basins: Int32Array, width: number, height: number, parts: PartMap | null): Basin[] {
  const count = basins.reduce((a, b) => Math.max(a, b), 0) + 1;
  const kinds = PARTS.length + 1; // and none
  const votes = new Int32Array(count * kinds);
  const size = new Int32Array(count);
  const edge = new Int32Array(count);
  for (let y = 0, p = 0; y < height; y++) {
    const row = parts ? Math.floor(((y + 0.5) * parts.height) / height) * parts.width : 0;
    for (let x = 0; x < width; x++, p++) {
      const b = basins[p];
      size[b]++;
      if (x === 0 || x === width - 1 || y === 0) edge[b]++;
      const part = parts?.data[row + Math.floor(((x + 0.5) * parts.width) / width)] ?? NO_PART;
      votes[b * kinds + (part === NO_PART ? PARTS.length : part)]++;
    }
  }
  const borders = bordersOf(basins, width, count);
  return Array.from({ length: count }, (_, b) => {
    const its = votes.subarray(b * kinds, (b + 1) * kinds);
    const most = its.reduce((best, vote, k) => (vote > its[best] ? k : best), 0);
    const part = PARTS.find((_, k) => k === most) ?? null;
    return {
      part,
      size: size[b],
      details: PARTS.reduce((sum, name, k) => sum + (DETAILS.has(name) ? its[k] : 0), 0),
      isGround: b === 0 || (part ? GROUND.has(part) : edge[b] > (parts ? 0 : ALONG_EDGE * (width + 2 * height))),
      neighbours: [...borders[b]].sort(([a, m], [b, n]) => n - m || a - b).map(([to]) => to),
    };
  });
}

/** By basin, the one whose area it belongs to; 0 for the ground. */
function ownersOf(basin: readonly Basin[], tiny: number): Int32Array {
  const owner = Int32Array.from(basin, ({ isGround }, b) => (isGround ? 0 : b));
  const isDetail = ({ part }: Basin) => part !== null && DETAILS.has(part);
  const knowsParts = basin.some(({ part }) => part !== null);
  const isPart = (b: number) => {
    const its = basin[b];
    return its.size >= tiny && !isDetail(its) && (its.part !== null || !knowsParts);
  };
  // What has no shape of its own may hang on something else that has none: a pupil in an eye in a face.
  let found = true;
  while (found) {
    found = false;
    for (const [b, its] of basin.entries()) {
      if (owner[b] !== b || b === 0 || isPart(b)) continue;
      const hosts = its.neighbours.map((to) => owner[to]).filter((to) => to > 0 && isPart(to));
      const like = isDetail(its) ? 'skin' : its.part;
      const host = hosts.find((to) => basin[to].part === like) ?? hosts[0];
      if (!host) continue;
      owner[b] = host;
      found = true;
    }
  }
  for (const [b, its] of basin.entries()) {
    if (owner[b] !== b || b === 0) continue;
    const hosts = new Set(its.neighbours.map((to) => owner[to]).filter((to) => to !== b));
    const [host] = hosts;
    if (hosts.size !== 1 || host === 0 || its.size > ISLAND * basin[host].size) continue;
    const { part } = basin[host];
    if (part === its.part || (part !== 'hair' && part !== 'skin')) owner[b] = host; // a slide in hair is no pattern on it
  }
  // What lay in an island lies in what that lies in.
  const last = (b: number): number => (owner[b] === b ? b : last(owner[b]));
  return owner.map((_, b) => last(b));
}

/** By label, how many sides of cells it shares with each other one. */
function bordersOf(labels: Int32Array, width: number, count: number): Map<number, number>[] {
  const borders = Array.from({ length: count }, () => new Map<number, number>());
  const meet = (a: number, b: number) => {
    if (a === b) return;
    borders[a].set(b, (borders[a].get(b) ?? 0) + 1);
    borders[b].set(a, (borders[b].get(a) ?? 0) + 1);
  };
  for (let p = 0; p < labels.length; p++) {
    if ((p + 1) % width !== 0) meet(labels[p], labels[p + 1]);
    if (p + width < labels.length) meet(labels[p], labels[p + width]);
  }
  return borders;
}

function boxesOf(labels: Int32Array, width: number, count: number): [number, number, number, number][] {
  const boxes = Array.from({ length: count }, (): [number, number, number, number] => [width, labels.length, -1, -1]);
  for (let p = 0, x = 0, y = 0; p < labels.length; p++) {
    const box = boxes[labels[p]];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
    if (++x === width) {
      x = 0;
      y++;
    }
  }
  return boxes;
}
