import { connectedPixels } from '../../vision/connectedPixels.js';
import { openness } from '../propagation/enlarge.js';
import { type PartLogits, partShares } from './partShares.js';
import { PARTS, type Part } from './parts.js';

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
  /** Middle of the area, x and y in grid pixels. */
  readonly middle: Float32Array;
  /** Number of the first area that is such a detail, and the basins that they lie in, by their order. */
  readonly details: number;
  readonly hosts: readonly number[];
}

const numbers = (...names: Part[]) => names.map((name) => PARTS.indexOf(name));

/** Parts that vote together: what is worn is told from the body more surely than a sleeve from a vest, and so is an eye. */
const ALIKE = [numbers('cloth', 'trim', 'accessory'), numbers('white', 'iris', 'mouth')];
/** Not mouths, which lines part from the face; what looks like one and is open is a blush. */
const DETAILS = numbers('white', 'iris');
const SKIN = PARTS.indexOf('skin');

/** By part, those that vote with it. */
const GROUPS = [...PARTS.keys()].map((k) => ALIKE.find((group) => group.includes(k)) ?? [k]);
/** Number of the kind of a part: parts that are alike have one. */
export const KIND: readonly number[] = GROUPS.map(([first]) => first);

/** Details smaller than this, in grid pixels, are not seen. */
const LEAST_DETAIL = 6;

/**
 * Lets the places of each basin vote on its part: an area is all skin or all hair. Places under ink count little.
 *
 * @param ink    darkness of the lines in [0, 1], height · width, of a grid that may be finer or coarser than the logits'
 * @param basins as `findBasins` gives them
 */
export function basinParts(logits: PartLogits, ink: Float32Array, basins: Int32Array, width: number): BasinParts {
  const shares = partShares(logits, width, basins.length / width);
  const whole = votesOf(shares, ink, basins, width);
  const { areas, hosts } = withDetails(shares, basins, whole.part, width);
  return { areas, details: whole.part.length, hosts, ...votesOf(shares, ink, areas, width) };
}

function votesOf(shares: Float32Array, ink: Float32Array, areas: Int32Array, width: number) {
  const n = areas.length;
  const count = areas.reduce((a, b) => Math.max(a, b), 0) + 1;
  const votes = new Float64Array(count * PARTS.length);
  const weights = new Float64Array(count);
  const sums = new Float64Array(2 * count);
  for (let p = 0; p < n; p++) {
    const area = areas[p];
    const weight = openness(ink[p]);
    weights[area] += weight;
    sums[2 * area] += weight * (p % width);
    sums[2 * area + 1] += weight * Math.floor(p / width);
    for (let k = 0; k < PARTS.length; k++) votes[area * PARTS.length + k] += weight * shares[k * n + p];
  }
  const part = new Uint8Array(count);
  const sure = new Float32Array(count);
  const sureOfKind = new Float32Array(count);
  for (let area = 1; area < count; area++) {
    const its = votes.subarray(area * PARTS.length, (area + 1) * PARTS.length);
    const together = (group: readonly number[]) => group.reduce((sum, k) => sum + its[k], 0);
    const group = GROUPS.reduce((best, other) => (together(other) > together(best) ? other : best));
    part[area] = group.reduce((best, k) => (its[k] > its[best] ? k : best));
    if (weights[area] === 0) continue;
    sure[area] = its[part[area]] / weights[area];
    sureOfKind[area] = together(group) / weights[area];
  }
  return { part, sure, sureOfKind, middle: Float32Array.from(sums, (sum, i) => sum / Math.max(1e-6, weights[i >> 1])) };
}

/** The basins, with areas of their own for what is likelier eye than anything else in the basins of skin. */
function withDetails(shares: Float32Array, basins: Int32Array, part: Uint8Array, width: number) {
  const n = basins.length;
  const detailAt = (p: number) => {
    if (part[basins[p]] !== SKIN) return -1;
    const best = DETAILS.reduce((a, b) => (shares[b * n + p] > shares[a * n + p] ? b : a));
    return DETAILS.reduce((sum, k) => sum + shares[k * n + p], 0) > 0.5 ? best : -1;
  };
  const areas = basins.slice();
  const kind = Int8Array.from({ length: n }, (_, p) => detailAt(p));
  const queue = new Int32Array(n);
  const hosts: number[] = [];
  for (let seed = 0; seed < n; seed++) {
    const its = kind[seed];
    if (its < 0) continue;
    const size = connectedPixels(seed, width, n / width, queue, (p) => {
      if (kind[p] !== its || basins[p] !== basins[seed]) return false;
      kind[p] = -1;
      return true;
    });
    if (size < LEAST_DETAIL) continue;
    for (let i = 0; i < size; i++) areas[queue[i]] = part.length + hosts.length;
    hosts.push(basins[seed]);
  }
  return { areas, hosts };
}
