import { openness } from '../propagation/enlarge.js';
import { type Area, areaGraph } from './areaGraph.js';
import { type Eyes, findEyes } from './eyes.js';
import { jointVotes } from './jointVotes.js';
import { findLoosePieces } from './loosePieces.js';
import { NO_PART, type PartMap } from './partMap.js';
import { type PartLogits, partShares } from './partShares.js';
import { GROUNDS, MAKES_PERSON, numbersOf, PARTS } from './parts.js';
import { settleParts } from './settleParts.js';

/** Below this probability an area's part is not known. */
export const KNOWN = 0.4;

/** What the areas of a sketch are parts of. */
export interface BasinParts {
  /**
   * The area of every pixel: its basin's number, or a number of its own where a face has a detail that no line parts from it:
   * an eye's white runs into the cheek.
   */
  readonly areas: Int32Array;
  /** By area, a number in `PARTS`; of area 0, which is none, nothing is said. */
  readonly part: Uint8Array;
  /** Mean probability of that part in the area, in [0, 1]. */
  readonly sure: Float32Array;
  /** The same of the part and those that are like it: a sleeve or a vest, it is worn. */
  readonly sureOfKind: Float32Array;
  /** The same after it was settled what the unsure ones are: what to go by where nobody has said anything. */
  readonly settled: Float32Array;
  /** Mean probabilities of all parts, as they were voted, PARTS numbers an area. */
  readonly shares: Float32Array;
  readonly graph: readonly Area[];
  /** Middle of the area as far as it is open, x and y in grid pixels. */
  readonly middle: Float32Array;
  /** Number of the first area that is such a detail, and the basins that they lie in, by their order. */
  readonly details: number;
  readonly hosts: readonly number[];
}

/** Parts that vote together: what is worn is told from the body more surely than a sleeve from a vest, and so is an eye. */
const ALIKE = [numbersOf('cloth', 'trim', 'accessory'), numbersOf('white', 'iris', 'mouth')];
/** By part, those that vote with it. */
const GROUPS = [...PARTS.keys()].map((k) => ALIKE.find((group) => group.includes(k)) ?? [k]);
/** Number of the kind of a part: parts that are alike have one. */
export const KIND: readonly number[] = GROUPS.map(([first]) => first);

const WHITE = PARTS.indexOf('white');
const IRIS = PARTS.indexOf('iris');

const ALL = PARTS.map(() => true);

/**
 * Lets the places of each basin vote on its part: an area is all skin or all hair. Places under ink count little, and areas that look
 * like one, or like each other's mirror image, vote together.
 *
 * @param ink    darkness of the lines in [0, 1], height · width, of a grid that may be finer or coarser than the logits'
 * @param basins as `findBasins` gives them
 */
export function basinParts(logits: PartLogits, ink: Float32Array, basins: Int32Array, width: number): BasinParts {
  const height = basins.length / width;
  const places = partShares(logits, width, height);
  const ofBasins = votesOf(places, ink, basins, width);
  const whole = elect(ofBasins.votes);
  const eyes = findEyes(places, ink, basins, whole, width);
  const { areas, parts, hosts } = findLoosePieces(eyes, places, ink, basins, whole, {
    kind: KIND,
    among: MAKES_PERSON,
    width,
  });
  const { votes, middle } = parts.length > 0 ? votesOf(places, ink, areas, width) : ofBasins;
  const alone = elect(votes).map((part, area) => (area >= whole.length || GROUNDS.has(part) ? 1 : 0));
  const graph = areaGraph(areas, alone.length, width);
  const shares = jointVotes(graph, votes, PARTS.length, alone, Math.min(width, height));
  const part = elect(shares);
  part.set(parts, whole.length);
  const sureOfKind = Float32Array.from(part, (k, area) => ofKind(of(shares, area), k));
  beOneEye(sureOfKind.subarray(whole.length), eyes);
  const settled = settleParts(graph, shares, part, sureOfKind, { known: KNOWN, best: bestOf });
  return {
    areas,
    part,
    sure: Float32Array.from(part, (k, area) => of(shares, area)[k]),
    sureOfKind,
    settled,
    shares: Float32Array.from(shares),
    graph,
    middle,
    details: whole.length,
    hosts,
  };
}

/** A white is an eye's as surely as its iris is: without a lower line it looks much like the cheek. */
function beOneEye(sureOfKind: Float32Array, { eyes, parts }: Eyes): void {
  const surest = new Map<number, number>();
  for (const [k, eye] of eyes.entries())
    if (parts[k] === IRIS) surest.set(eye, Math.max(sureOfKind[k], surest.get(eye) ?? 0));
  for (const [k, eye] of eyes.entries())
    if (parts[k] === WHITE) sureOfKind[k] = Math.max(sureOfKind[k], surest.get(eye) ?? 0);
}

/** The votes of one area. */
const of = (votes: Float64Array, area: number) => votes.subarray(area * PARTS.length, (area + 1) * PARTS.length);

/** Votes for a part and those that are like it. */
const ofKind = (votes: Float64Array, part: number) => GROUPS[part].reduce((sum, k) => sum + votes[k], 0);

/** The part with most votes of those that, with the ones like them, have most. */
function bestOf(votes: Float64Array, among: readonly boolean[] = ALL): number {
  const likeliest = among.reduce(
    (best, may, k) => (may && (best < 0 || ofKind(votes, k) > ofKind(votes, best)) ? k : best),
    -1,
  );
  return GROUPS[likeliest].reduce((best, k) => (votes[k] > votes[best] ? k : best));
}

/** The part of each area by its votes. */
const elect = (votes: Float64Array) =>
  Uint8Array.from({ length: votes.length / PARTS.length }, (_, area) => bestOf(of(votes, area)));

/** Votes of areas, PARTS numbers each, and their middles. */
function votesOf(places: Float32Array, ink: Float32Array, areas: Int32Array, width: number) {
  const n = areas.length;
  const count = areas.reduce((a, b) => Math.max(a, b), 0) + 1;
  const votes = new Float64Array(count * PARTS.length);
  const sums = new Float64Array(3 * count);
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    const weight = openness(ink[p]);
    sums[3 * area] += weight;
    sums[3 * area + 1] += weight * (p % width);
    sums[3 * area + 2] += weight * Math.floor(p / width);
    for (let k = 0; k < PARTS.length; k++) votes[area * PARTS.length + k] += weight * places[k * n + p];
  }
  const middle = Float32Array.from(
    { length: 2 * count },
    (_, i) => sums[3 * (i >> 1) + 1 + (i % 2)] / Math.max(1e-6, sums[3 * (i >> 1)]),
  );
  return { votes, middle };
}

/** What is known of the areas, place by place. */
export function mapParts({ areas, part, sureOfKind, settled }: BasinParts, width: number): PartMap {
  const data = Uint8Array.from(areas, (area) =>
    area > 0 && Math.max(sureOfKind[area], settled[area]) >= KNOWN ? part[area] : NO_PART,
  );
  return { width, height: areas.length / width, data };
}
