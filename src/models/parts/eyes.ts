import { connectedPixels } from '../../vision/connectedPixels.js';
import { PARTS } from './parts.js';

const SKIN = PARTS.indexOf('skin');
const WHITE = PARTS.indexOf('white');
const IRIS = PARTS.indexOf('iris');

/** Details smaller than this, in grid pixels, are not seen. */
const LEAST_DETAIL = 6;
/** Ink above this parts the pieces of an eye: its lines are too close for basins of their own. */
const LINE = 0.25;
/** A piece is an eye's when this share of it looks like one; what is less runs into the cheek. */
const MOSTLY = 0.5;
/** Share of the iris at each side that still counts as beside it. */
const SIDE = 0.15;
/** A piece in the upper half of the iris is a highlight when it is smaller than this share of it. */
const HIGHLIGHT = 0.25;

/** A piece of an eye: places that no line parts. */
interface Piece {
  readonly pixels: Int32Array;
  /** Whether it goes on beyond the eye: a white without a lower line runs into the cheek. */
  readonly isOpen: boolean;
  /** Sums of the shares of white and iris. */
  readonly white: number;
  readonly iris: number;
  /** x and y of its box's corners, in pixels. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** Areas for the details of a face, besides its basins. */
export interface Details {
  /** The basins, with numbers of their own for the details. */
  readonly areas: Int32Array;
  /** Part of each detail, in their order: white or iris. */
  readonly parts: readonly number[];
  /** Basin that it lies in. */
  readonly hosts: readonly number[];
}

/** The pieces of eyes. */
export interface Eyes extends Details {
  /** The eye that each detail is a piece of, in their order, as the number of its first pixel. */
  readonly eyes: readonly number[];
}

/**
 * Finds the pieces of eyes in basins of skin and eyes: what looks like one, by place, falls into pieces between thinner lines than those that
 * part basins, whatever basins they lie in. The iris is the piece that looks most like it, what lies to its sides is white, and so is a highlight in it.
 *
 * @param shares of the parts by place, PARTS · height · width
 * @param ink    darkness of the lines in [0, 1], height · width
 * @param basins as `findBasins` gives them
 * @param part   of each basin
 */
export function findEyes(
  shares: Float32Array,
  ink: Float32Array,
  basins: Int32Array,
  part: Uint8Array,
  width: number,
): Eyes {
  const n = basins.length;
  const inFace = Uint8Array.from(part, (its) => (its === SKIN || its === WHITE || its === IRIS ? 1 : 0));
  inFace[0] = 0;
  const looksLikeEye = new Uint8Array(n);
  for (let p = 0; p < n; p++)
    if (inFace[basins[p]] && shares[WHITE * n + p] + shares[IRIS * n + p] > 0.5) looksLikeEye[p] = 1;

  const areas = basins.slice();
  const parts: number[] = [];
  const hosts: number[] = [];
  const eyes: number[] = [];
  const queue = new Int32Array(n);
  const height = n / width;
  const seen = new Uint8Array(n);
  const taken = new Uint8Array(n); // by a piece
  const runsOut = new Uint8Array(n); // into the cheek
  const flood = (start: number, isWanted: (p: number) => boolean) => {
    const size = connectedPixels(start, width, height, queue, (p) => {
      if (taken[p] || ink[p] >= LINE || !inFace[basins[p]] || !isWanted(p)) return false;
      taken[p] = 1;
      return true;
    });
    return queue.slice(0, size);
  };
  for (let first = 0; first < n; first++) {
    if (!looksLikeEye[first] || seen[first]) continue;
    const count = connectedPixels(first, width, height, queue, (p) => {
      if (!looksLikeEye[p] || seen[p]) return false;
      seen[p] = 1;
      return true;
    });
    const eye = queue.slice(0, count);
    const pieces: Piece[] = [];
    for (const start of eye) {
      if (taken[start] || ink[start] >= LINE) continue;
      if (!runsOut[start]) {
        const all = flood(start, () => true);
        let inEye = 0;
        for (const p of all) inEye += looksLikeEye[p];
        if (inEye >= MOSTLY * all.length) {
          pieces.push(measure(all, false, shares, width));
          continue;
        }
        for (const p of all) {
          runsOut[p] = 1;
          taken[p] = 0; // the same cheek may border on the other eye
        }
      }
      const isIris = (p: number) => shares[IRIS * n + p] > shares[WHITE * n + p];
      const its = flood(start, (p) => looksLikeEye[p] > 0 && isIris(p) === isIris(start));
      pieces.push(measure(its, true, shares, width));
    }
    for (const [piece, its] of partsOfEye(pieces, width)) {
      if (piece.length < LEAST_DETAIL) continue;
      for (const p of piece) areas[p] = part.length + hosts.length;
      parts.push(its);
      hosts.push(basins[piece[0]]);
      eyes.push(first);
    }
    takeLines(areas, part.length, eye, (p) => looksLikeEye[p] > 0 && ink[p] >= LINE, width);
  }
  return { areas, parts, hosts, eyes };
}

/**
 * Gives the lines in an eye to the pieces beside them: a dab on a black pupil is for the iris, not for the skin.
 *
 * @param areas   changed in place
 * @param details number of the first area that is a piece of an eye
 */
function takeLines(
  areas: Int32Array,
  details: number,
  eye: Int32Array,
  isLine: (p: number) => boolean,
  width: number,
): void {
  let edge: number[] = [...eye].filter((p) => areas[p] >= details);
  while (edge.length > 0) {
    const next: number[] = [];
    for (const p of edge) {
      const x = p % width;
      for (const q of [x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1, p - width, p + width]) {
        if (q < 0 || q >= areas.length || areas[q] >= details || !isLine(q)) continue;
        areas[q] = areas[p];
        next.push(q);
      }
    }
    edge = next;
  }
}

function measure(pixels: Int32Array, isOpen: boolean, shares: Float32Array, width: number): Piece {
  const n = shares.length / PARTS.length;
  let [white, iris, left, top, right, bottom] = [0, 0, width, n, 0, 0];
  for (const p of pixels) {
    white += shares[WHITE * n + p];
    iris += shares[IRIS * n + p];
    const [x, y] = [p % width, Math.floor(p / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { pixels, isOpen, white, iris, box: [left, top, right, bottom] };
}

/** What the pieces of one eye are, by their pixels. */
function partsOfEye(pieces: readonly Piece[], width: number): [pixels: Int32Array, part: number][] {
  const core = pieces
    .filter(({ iris, white }) => iris > white)
    .reduce<Piece | null>((best, piece) => (best && irisOf(best) >= irisOf(piece) ? best : piece), null);
  if (!core) return pieces.map(({ pixels }) => [pixels, WHITE]);
  const [left, top, right, bottom] = core.box;
  const margin = SIDE * (right - left);
  const middle = (top + bottom) / 2;
  const eyeLeft = Math.min(...pieces.map(({ box }) => box[0]));
  const eyeRight = Math.max(...pieces.map(({ box }) => box[2]));
  return pieces.map((piece) => {
    const { pixels, isOpen, white, iris, box } = piece;
    if (piece === core) return [pixels, IRIS];
    // Where no line ends it, a white is as high as the iris and rounded.
    if (isOpen) {
      const [x, radiusX, radiusY] = [(eyeLeft + eyeRight) / 2, (eyeRight - eyeLeft) / 2 + 1, (bottom - top) / 2 + 1];
      const isInside = (p: number) =>
        (((p % width) - x) / radiusX) ** 2 + ((Math.floor(p / width) - middle) / radiusY) ** 2 <= 1;
      return [pixels.filter(isInside), WHITE];
    }
    const x = (box[0] + box[2]) / 2;
    const isBeside = x < left + margin || x > right - margin || (box[0] < left && box[2] > right);
    const isHighlight = pixels.length < HIGHLIGHT * core.pixels.length && (box[1] + box[3]) / 2 < middle - 1;
    return [pixels, isBeside || isHighlight || white > iris ? WHITE : IRIS];
  });
}

/** How much iris there is in a piece, less where it may be white as well. */
const irisOf = ({ iris, white }: Piece) => iris ** 2 / (iris + white);
