import { oklabFromSrgb, type Triple } from '../../vision/colorSpaces.js';
import { coversArea, hintsInAreas } from '../hints/hintsInAreas.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import { type BasinParts, KIND } from '../parts/basinParts.js';
import { PARTS } from '../parts/parts.js';
import { openness } from '../propagation/enlarge.js';
import type { Propagation } from '../propagation/propagate.js';
import type { AreaShapes } from './areaShapes.js';

/** Hints' colours nearer than this, in Oklab, are one. */
export const ALIKE = 0.05;

/** From this probability on of both areas' kinds, a hint on one kind is for no other. */
const CERTAIN = 0.75;

/** Areas smaller than this, in grid pixels, keep what they have. */
const LEAST_AREA = 4;
/** So many hints at most compete for an area: those that reach it come first, then the nearest. */
export const MOST_RIVALS = 24;

const PAIR_FEATURES = 36 + PARTS.length;
const AREA_FEATURES = 12 + PARTS.length;
/** Numbers that a pair is told by. */
export const FEATURES = PAIR_FEATURES + AREA_FEATURES;
/** The one that is 1 for the colour that an area has, 0 for a hint's. */
export const IS_ITSELF = 0;

/** Areas without a hint, and the colours that each may have: first the one that it has, then those of hints in other areas. */
export interface AreaPairs {
  /** Number of each such area. */
  readonly numbers: readonly number[];
  /** First pair of each, and at the end how many there are. */
  readonly first: readonly number[];
  /** R, G, B in [0, 1] of each pair's colour. */
  readonly colors: Float32Array;
  /** `FEATURES` numbers a pair, about −2 to 2. */
  readonly features: Float32Array;
}

/** What a pass knows before areas are related. */
export interface PassSoFar {
  readonly shapes: AreaShapes;
  readonly parts: BasinParts;
  readonly ink: Float32Array;
  readonly hints: HintRaster;
  readonly propagation: Pick<Propagation, 'label' | 'label2'>;
  /** The painter's gate and its own colours (`Painted`). */
  readonly gate: Float32Array;
  readonly own: Float32Array;
  /** Colours so far, planes R, G, B. */
  readonly color: Float32Array;
  /** Shorter side of the grid. */
  readonly short: number;
}

/** A hint's colour in an area. */
interface Given {
  readonly area: number;
  readonly label: number;
  readonly rgb: Triple;
  readonly lab: Triple;
}

/** How much of an area a hint's colour reaches: pixels, those weighted by the gate, and those where it came second. */
interface Reached {
  pixels: number;
  gated: number;
  second: number;
}

/** What an area without a hint looks like so far. */
interface Looks {
  readonly rgb: Triple;
  readonly lab: Triple;
  readonly ownLab: Triple;
  readonly gate: number;
  readonly reached: ReadonlyMap<number, Reached>;
}

/**
 * Tells areas without a hint, each with the hints that may be for it, by the numbers that `HintAffinity` reads.
 *
 * @returns null where no hint is that could be for another area, or no such area
 */
export function pairAreas(pass: PassSoFar): AreaPairs | null {
  const { shapes } = pass;
  const { given, isHinted } = hintsByArea(pass);
  if (given.length === 0) return null;
  const looks = looksOf(pass, isHinted);
  if (looks.size === 0) return null;
  const numbers: number[] = [];
  const first: number[] = [];
  const most = looks.size * (1 + Math.min(MOST_RIVALS, given.length));
  const colors = new Float32Array(3 * most);
  const features = new Float32Array(FEATURES * most);
  let count = 0;
  const add = (color: Triple, pair: readonly number[], area: readonly number[]) => {
    colors.set(color, 3 * count);
    features.set(pair, FEATURES * count);
    features.set(area, FEATURES * count + PAIR_FEATURES);
    count++;
  };
  const known = new Map<number, Alike>(); // by hint: painted hints are thousands, of which few compete
  for (const [b, its] of looks) {
    numbers.push(b);
    first.push(count);
    const about = aboutArea(pass, b, its, given.length, isHinted);
    add(its.rgb, aboutItself(its), about);
    for (const i of rivalsOf(pass, b, its, given)) {
      const alike = known.get(i) ?? alikeTo(given[i], given);
      known.set(i, alike);
      // How much of the area's border is with areas that have hints of the colour.
      let beside = 0;
      for (const [area, { length }] of shapes.contacts[b]) beside += length * (alike.byArea.get(area) ?? 0);
      const popular = alike.count / given.length;
      add(given[i].rgb, aboutPair(pass, b, its, given[i], popular, beside / shapes.border[b]), about);
    }
  }
  first.push(count);
  return { numbers, first, colors: colors.slice(0, 3 * count), features: features.slice(0, FEATURES * count) };
}

/** How many hints have about one colour, in all and by area. */
interface Alike {
  readonly count: number;
  readonly byArea: ReadonlyMap<number, number>;
}

function alikeTo({ lab }: Given, given: readonly Given[]): Alike {
  const byArea = new Map<number, number>();
  let count = 0;
  for (const other of given) {
    if (oklabDistance(lab, other.lab) >= ALIKE) continue;
    count++;
    byArea.set(other.area, (byArea.get(other.area) ?? 0) + 1);
  }
  return { count, byArea };
}

/** Which of the hints compete for an area: those that reach it, and the nearest. */
function rivalsOf({ shapes: { middle }, parts }: PassSoFar, b: number, its: Looks, given: readonly Given[]): number[] {
  const rivals = [...given.keys()].filter((i) => mayBeOne(parts, b, given[i].area));
  if (rivals.length <= MOST_RIVALS) return rivals;
  const nearness = given.map(({ area, label }) =>
    its.reached.has(label)
      ? -1
      : Math.hypot(middle[2 * b] - middle[2 * area], middle[2 * b + 1] - middle[2 * area + 1]),
  );
  return rivals.sort((i, j) => nearness[i] - nearness[j] || i - j).slice(0, MOST_RIVALS);
}

/** Which areas have hints, and of what colours; those of limited reach, or that keep paper, are for nothing else. */
function hintsByArea({ shapes, parts: { areas }, hints }: PassSoFar) {
  const isHinted = new Uint8Array(shapes.count);
  const given: Given[] = [];
  for (const { area, label } of hintsInAreas(areas, hints)) {
    isHinted[area] = 1;
    if (area === 0 || !coversArea(hints, label)) continue;
    const [r, g, b] = hints.colors.subarray(3 * (label - 1), 3 * label);
    const rgb: Triple = [r, g, b];
    given.push({ area, label, rgb, lab: oklabFromSrgb(rgb) });
  }
  return { given, isHinted };
}

/** What areas without a hint look like so far, by their numbers: those that are not too small, nor all ink. */
function looksOf(
  { shapes, parts: { areas }, ink, propagation: { label, label2 }, gate, own, color }: PassSoFar,
  isHinted: Uint8Array,
): Map<number, Looks> {
  const n = areas.length;
  const sums = new Float64Array(8 * shapes.count); // weight, R, G, B, own R, G, B, gate
  const reached = Array.from({ length: shapes.count }, () => new Map<number, Reached>());
  const at = (area: number, l: number) => {
    let its = reached[area].get(l);
    if (!its) {
      its = { pixels: 0, gated: 0, second: 0 };
      reached[area].set(l, its);
    }
    return its;
  };
  let here = { area: -1, label: 0, label2: 0, its: at(0, 0), its2: at(0, 0) };
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    if (area === 0 || isHinted[area] || shapes.size[area] < LEAST_AREA) continue;
    const weight = openness(ink[p]);
    const s = 8 * area;
    sums[s] += weight;
    for (let c = 0; c < 3; c++) {
      sums[s + 1 + c] += weight * color[c * n + p];
      sums[s + 4 + c] += weight * own[c * n + p];
    }
    sums[s + 7] += weight * gate[p];
    if (here.area !== area || here.label !== label[p] || here.label2 !== label2[p])
      here = { area, label: label[p], label2: label2[p], its: at(area, label[p]), its2: at(area, label2[p]) };
    here.its.pixels++;
    here.its.gated += gate[p];
    here.its2.second++;
  }
  const looks = new Map<number, Looks>();
  for (let area = 1; area < shapes.count; area++) {
    const [weight, ...its] = sums.subarray(8 * area, 8 * area + 8);
    if (weight === 0) continue;
    const [r, g, b, r2, g2, b2, gated] = its.map((v) => v / weight);
    looks.set(area, {
      rgb: [r, g, b],
      lab: oklabFromSrgb([r, g, b]),
      ownLab: oklabFromSrgb([r2, g2, b2]),
      gate: gated,
      reached: reached[area],
    });
  }
  return looks;
}

/** Whether two areas may have one colour for all that is known of their parts: whoever dabs a hat does not mean the face. */
function mayBeOne({ part, sureOfKind }: BasinParts, a: number, b: number): boolean {
  return sureOfKind[a] < CERTAIN || sureOfKind[b] < CERTAIN || KIND[part[a]] === KIND[part[b]];
}

/** How much of b's border is with areas that border on a, too: between two stripes of one colour lies one of another. */
function between({ contacts, border }: AreaShapes, a: number, b: number): number {
  let shared = 0;
  for (const [c, { length }] of contacts[b]) if (c !== a && contacts[a].has(c)) shared += length;
  return shared / border[b];
}

export const oklabDistance = (a: Triple, b: Triple) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const chroma = (lab: Triple) => Math.hypot(lab[1], lab[2]);

/** `AREA_FEATURES` numbers, the same in all pairs of an area. */
function aboutArea({ shapes, parts }: PassSoFar, b: number, its: Looks, hints: number, isHinted: Uint8Array): number[] {
  const pixels = parts.areas.length;
  let besideHinted = 0;
  for (const [other, { length }] of shapes.contacts[b]) if (isHinted[other]) besideHinted += length;
  return [
    Math.log2(shapes.size[b] / pixels) / 8 + 1,
    Math.log2(shapes.border[b] / Math.sqrt(shapes.size[b])) - 2,
    shapes.edge[b] / shapes.border[b],
    shapes.open[b],
    its.gate,
    Math.log(hints) / 3,
    Math.log(1 + shapes.contacts[b].size) / 3,
    besideHinted / shapes.border[b],
    its.lab[0],
    3 * chroma(its.lab),
    b >= parts.details ? 1 : 0,
    parts.sureOfKind[b],
    ...parts.shares.subarray(PARTS.length * b, PARTS.length * (b + 1)),
  ];
}

/** `PAIR_FEATURES` numbers on the colour that the area has, as a rival of the hints'. */
function aboutItself(its: Looks): number[] {
  const features = new Array<number>(PAIR_FEATURES).fill(0);
  features[IS_ITSELF] = 1;
  features[1] = its.lab[0];
  features[2] = 3 * chroma(its.lab);
  features[4] = 5 * oklabDistance(its.lab, its.ownLab);
  return features;
}

/**
 * `PAIR_FEATURES` numbers on a hint's colour for an area.
 *
 * @param popular share of the hints that have the colour
 * @param beside  share of the area's border that is with areas with such hints
 */
function aboutPair(
  { shapes, parts, short }: PassSoFar,
  b: number,
  its: Looks,
  { area: a, label, lab }: Given,
  popular: number,
  beside: number,
): number[] {
  const pixels = parts.areas.length;
  const ratio = Math.log2(shapes.size[b] / shapes.size[a]) / 4;
  const ragged = Math.log2((shapes.border[b] / shapes.border[a]) * Math.sqrt(shapes.size[a] / shapes.size[b]));
  const [xa, ya, xb, yb] = [
    shapes.middle[2 * a],
    shapes.middle[2 * a + 1],
    shapes.middle[2 * b],
    shapes.middle[2 * b + 1],
  ];
  const far = Math.hypot(xa - xb, ya - yb) / short;
  const mirrored = Math.hypot(2 * shapes.axis - xa - xb, ya - yb) / short;
  const [ca, sa, cb, sb] = [
    shapes.direction[2 * a],
    shapes.direction[2 * a + 1],
    shapes.direction[2 * b],
    shapes.direction[2 * b + 1],
  ];
  const turned = Math.hypot(ca - cb, sa - sb);
  const turnedMirror = Math.hypot(ca - cb, sa + sb);
  const alike = Math.exp(-8 * Math.abs(ratio) - 2 * Math.abs(ragged));
  const contact = shapes.contacts[b].get(a);
  const reached = its.reached.get(label);
  const same = PARTS.map((_, k) => parts.shares[PARTS.length * a + k] * parts.shares[PARTS.length * b + k]);
  return [
    0,
    lab[0],
    3 * chroma(lab),
    5 * oklabDistance(lab, its.lab),
    5 * oklabDistance(lab, its.ownLab),
    ratio,
    Math.abs(ratio),
    far,
    Math.exp(-far / 0.1),
    mirrored,
    Math.exp(-mirrored / 0.04),
    ragged,
    Math.abs(ragged),
    turned,
    turnedMirror,
    alike,
    alike * Math.exp(-2 * turned),
    alike * Math.exp(-2 * turnedMirror - mirrored / 0.04),
    Math.abs(Math.log2(shapes.extent[2 * b] / shapes.extent[2 * a])) / 2,
    Math.abs(Math.log2(shapes.extent[2 * b + 1] / shapes.extent[2 * a + 1])) / 2,
    Math.abs(xa - xb) / short,
    Math.abs(ya - yb) / short,
    beside,
    between(shapes, a, b),
    contact ? contact.length / shapes.border[b] : 0,
    contact ? contact.length / shapes.border[a] : 0,
    contact ? contact.ink / contact.length : 0,
    contact ? 1 : 0,
    reached ? reached.pixels / shapes.size[b] : 0,
    reached ? reached.gated / shapes.size[b] : 0,
    reached ? reached.second / shapes.size[b] : 0,
    shapes.size[a] / pixels,
    shapes.edge[a] > 0 && shapes.edge[b] > 0 ? 1 : 0,
    popular,
    same.reduce((sum, v) => sum + v, 0),
    parts.part[a] === parts.part[b] ? Math.min(parts.sureOfKind[a], parts.sureOfKind[b]) : 0,
    ...same,
  ];
}
