import { connectedPixels } from '../../vision/connectedPixels.js';
import type { Picture } from '../../vision/picture.js';
import { isConvex, type Place, type Quad } from '../../vision/quad.js';

/** Pixels that ink and a pencil's shade on the paper are closed over, as a part of the picture's longer side. */
const INK = 0.02;
/** Levels that paper must be lighter than what is round it, in the mean. */
const LIGHTER = 40;
/** Share of the picture that a sheet takes; a larger one needs no cutting. */
const SMALLEST = 0.12;
const LARGEST = 0.96;
/** Share of a sheet's outline that may lie on the picture's edge: more of it is a table's corner beside a sheet that goes on. */
const AT_EDGE = 0.3;
/** Share of the four-sided shape that the light pixels must fill, and by which they may exceed it. */
const FILLS = 0.94;
/** Part of the way to its middle that the found corners are drawn in: no table is left at the edges. */
const INSET = 0.012;

/**
 * Finds a sheet of paper that lies on something darker, as on a photo of a drawing on a table.
 *
 * @param picture small, 200 … 400 pixels along its longer side: neither ink nor a table's grain matter then
 * @returns its corners in the picture's pixels, from the top left on; null where there is no such sheet, or where it fills the picture
 */
export function findSheet(picture: Picture): Quad | null {
  const { width, height } = picture;
  const n = width * height;
  const radius = Math.max(1, Math.round(INK * Math.max(width, height)));
  const light = closed(lightnessOf(picture), width, height, radius);
  const threshold = parting(light);
  if (threshold === null) return null;

  const marks = new Uint8Array(n);
  const queue = new Int32Array(n);
  let sheet: Int32Array = new Int32Array(0);
  for (let p = 0; p < n; p++) {
    if (marks[p] || light[p] <= threshold) continue;
    const count = connectedPixels(p, width, height, queue, (q) => {
      if (marks[q] || light[q] <= threshold) return false;
      marks[q] = 1;
      return true;
    });
    if (count > sheet.length) sheet = queue.slice(0, count);
  }
  if (sheet.length < SMALLEST * n || sheet.length > LARGEST * n) return null;
  const corners = cornersOf(sheet, width);
  const atEdge = sheet.filter((p) => p < width || p >= n - width || p % width === 0 || p % width === width - 1).length;
  const filled = sheet.length / areaOf(corners);
  if (!isConvex(corners) || atEdge > AT_EDGE * outlineOf(corners) || filled < FILLS || filled > 1 / FILLS) return null;
  const middle = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis] / 4, 0));
  return corners.map(([x, y]) => [x + INSET * (middle[0] - x), y + INSET * (middle[1] - y)]) as unknown as Quad;
}

function lightnessOf({ data }: Picture): Uint8Array {
  return Uint8Array.from(
    { length: data.length / 4 },
    (_, p) => 0.299 * data[4 * p] + 0.587 * data[4 * p + 1] + 0.114 * data[4 * p + 2],
  );
}

/** The largest value round each pixel and of that the smallest: thin dark things are gone, edges are where they were. */
function closed(values: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const pass = (from: Uint8Array, step: number, pick: (a: number, b: number) => number) =>
    from.map((value, p) => {
      const x = step === 1 ? p % width : Math.floor(p / width);
      const last = step === 1 ? width - 1 : height - 1;
      let best = value;
      for (let k = Math.max(-radius, -x); k <= Math.min(radius, last - x); k++) best = pick(best, from[p + k * step]);
      return best;
    });
  const grown = pass(pass(values, 1, Math.max), width, Math.max);
  return pass(pass(grown, 1, Math.min), width, Math.min);
}

/** The level that parts dark from light best (Otsu 1979); null where the two are much alike. */
function parting(values: Uint8Array): number | null {
  const counts = new Float64Array(256);
  for (const value of values) counts[value]++;
  const total = values.length;
  const sum = counts.reduce((all, count, value) => all + count * value, 0);
  let best = { level: 0, spread: -1, apart: 0 };
  let [below, belowSum] = [0, 0];
  for (let level = 0; level < 255; level++) {
    below += counts[level];
    belowSum += level * counts[level];
    if (below === 0 || below === total) continue;
    const apart = (sum - belowSum) / (total - below) - belowSum / below;
    const spread = below * (total - below) * apart ** 2;
    if (spread > best.spread) best = { level, spread, apart };
  }
  return best.apart >= LIGHTER ? best.level : null;
}

/** The outermost pixels towards the picture's corners, by their outer corners. */
function cornersOf(pixels: Int32Array, width: number): Quad {
  const farthest = (sx: number, sy: number): Place => {
    let most = Number.NEGATIVE_INFINITY;
    let at: Place = [0, 0];
    for (const p of pixels) {
      const [x, y] = [p % width, Math.floor(p / width)];
      if (sx * x + sy * y <= most) continue;
      most = sx * x + sy * y;
      at = [sx > 0 ? x + 1 : x, sy > 0 ? y + 1 : y];
    }
    return at;
  };
  return [farthest(-1, -1), farthest(1, -1), farthest(1, 1), farthest(-1, 1)];
}

function areaOf(quad: Quad): number {
  return quad.reduce((sum, [x, y], k) => sum + (x * quad[(k + 1) % 4][1] - quad[(k + 1) % 4][0] * y) / 2, 0);
}

function outlineOf(quad: Quad): number {
  return quad.reduce((sum, [x, y], k) => sum + Math.hypot(quad[(k + 1) % 4][0] - x, quad[(k + 1) % 4][1] - y), 0);
}
