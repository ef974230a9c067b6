import type { Picture } from '../picture.js';
import { ascii, viewOf } from '../pngChunks.js';
import { compose, inverse, type Projection } from '../quad.js';

/** A colour space of three primaries and a curve a channel: sRGB, Display P3, Adobe RGB and their like. */
export interface RgbProfile {
  /** From linear red, green, blue to XYZ under D50, by rows. */
  readonly matrix: Projection;
  /** Linear light of each of the 256 levels, a channel. */
  readonly curves: readonly [Float64Array, Float64Array, Float64Array];
}

type Curve = (level: number) => number;

/**
 * Reads a profile of primaries and curves; null for others, such as those of printers and grey scans. Source: ICC.1:2010, 8.3.3 and
 * 10.5 (curveType), 10.15 (parametricCurveType), 10.27 (XYZType).
 */
export function parseRgbProfile(profile: Uint8Array): RgbProfile | null {
  const view = viewOf(profile);
  if (profile.length < 132 || ascii(view, 16) !== 'RGB ' || ascii(view, 20) !== 'XYZ ') return null;
  const tags = new Map<string, number>();
  const count = Math.min(100, view.getUint32(128));
  for (let i = 0, at = 132; i < count && at + 12 <= profile.length; i++, at += 12) {
    const [offset, size] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    if (offset + size <= profile.length) tags.set(ascii(view, at), offset);
  }
  if (tags.has('A2B0')) return null; // tables, which say more than the primaries
  try {
    const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((tag) => readXyz(view, tags.get(tag)));
    const curves = ['rTRC', 'gTRC', 'bTRC'].map((tag) => {
      const curve = readCurve(view, tags.get(tag));
      return Float64Array.from({ length: 256 }, (_, level) => curve(level / 255));
    });
    const [r, g, b] = columns;
    const matrix: Projection = [r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]];
    const rises = curves.every((curve) => curve.every((v, i) => Number.isFinite(v) && (i === 0 || v >= curve[i - 1])));
    if (!rises || Math.abs(determinant(matrix)) < 1e-6) return null;
    return { matrix, curves: [curves[0], curves[1], curves[2]] };
  } catch {
    return null; // a tag is missing, of another type or cut short
  }
}

const fixed = (view: DataView, at: number) => view.getInt32(at) / 65_536;

function readXyz(view: DataView, at: number | undefined): [number, number, number] {
  if (at === undefined || ascii(view, at) !== 'XYZ ') throw new RangeError('no primary');
  return [fixed(view, at + 8), fixed(view, at + 12), fixed(view, at + 16)];
}

function readCurve(view: DataView, at: number | undefined): Curve {
  if (at === undefined) throw new RangeError('no curve');
  const type = ascii(view, at);
  if (type === 'curv') {
    const count = view.getUint32(at + 8);
    if (count === 0) return (x) => x;
    if (count === 1) {
      const gamma = view.getUint16(at + 12) / 256;
      return (x) => x ** gamma;
    }
    return (x) => {
      const place = x * (count - 1);
      const low = Math.min(count - 2, Math.floor(place));
      const value = (i: number) => view.getUint16(at + 12 + 2 * i) / 65_535;
      return value(low) + (value(low + 1) - value(low)) * (place - low);
    };
  }
  if (type !== 'para') throw new RangeError('a curve of another type');
  const kind = view.getUint16(at + 8);
  const p = (i: number) => fixed(view, at + 12 + 4 * i);
  const [g, a, b, c, d, e, f] = Array.from({ length: [1, 3, 4, 5, 7][kind] ?? 0 }, (_, i) => p(i));
  switch (kind) {
    case 0:
      return (x) => x ** g;
    case 1:
      return (x) => (x >= -b / a ? (a * x + b) ** g : 0);
    case 2:
      return (x) => (x >= -b / a ? (a * x + b) ** g + c : c);
    case 3:
      return (x) => (x >= d ? (a * x + b) ** g : c * x);
    case 4:
      return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f);
    default:
      throw new RangeError('a curve of another kind');
  }
}

/** sRGB: its primaries under D50 (as in its ICC profile) and its curve. Source: IEC 61966-2-1. */
const SRGB_MATRIX: Projection = [
  0.4360747, 0.3850649, 0.1430804, 0.2225045, 0.7168786, 0.0606169, 0.0139322, 0.0971045, 0.7141733,
];
const SRGB_CURVE = Float64Array.from({ length: 256 }, (_, level) => {
  const v = level / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** Steps of the table from linear light to levels, spaced by square roots as eyes space them. */
const STEPS = 4096;

/** Levels that a colour may be off and still be the same: profiles of sRGB round their numbers. */
const SAME = 1;

/** A picture in sRGB as the same colours in another space; what that space cannot show is clipped. */
export function fromSrgb(picture: Picture, profile: RgbProfile): Picture {
  const by = determinant(profile.matrix);
  const m = compose(inverse(profile.matrix), SRGB_MATRIX).map((v) => v / by);
  const tables = profile.curves.map(levelTable);
  if (isSrgb(m, tables)) return picture;
  const data = picture.data.slice();
  for (let q = 0; q < data.length; q += 4) convert(data, q, m, tables);
  return { ...picture, data };
}

function convert(data: Uint8ClampedArray, q: number, m: readonly number[], tables: readonly Uint8Array[]): void {
  const [r, g, b] = [SRGB_CURVE[data[q]], SRGB_CURVE[data[q + 1]], SRGB_CURVE[data[q + 2]]];
  for (let c = 0; c < 3; c++) {
    const linear = m[3 * c] * r + m[3 * c + 1] * g + m[3 * c + 2] * b;
    data[q + c] = tables[c][Math.round(Math.sqrt(Math.min(1, Math.max(0, linear))) * (STEPS - 1))];
  }
}

function isSrgb(m: readonly number[], tables: readonly Uint8Array[]): boolean {
  const probe = new Uint8ClampedArray(4);
  for (let r = 0; r < 256; r += 51) {
    for (let g = 0; g < 256; g += 51) {
      for (let b = 0; b < 256; b += 51) {
        probe.set([r, g, b, 255]);
        convert(probe, 0, m, tables);
        if (Math.max(Math.abs(probe[0] - r), Math.abs(probe[1] - g), Math.abs(probe[2] - b)) > SAME) return false;
      }
    }
  }
  return true;
}

/** The nearest level for each step of linear light. */
function levelTable(curve: Float64Array): Uint8Array {
  const table = new Uint8Array(STEPS);
  let level = 0;
  for (let step = 0; step < STEPS; step++) {
    const linear = (step / (STEPS - 1)) ** 2;
    while (level < 255 && Math.sqrt(linear) > (Math.sqrt(curve[level]) + Math.sqrt(curve[level + 1])) / 2) level++;
    table[step] = level;
  }
  return table;
}

function determinant([a, b, c, d, e, f, g, h, i]: Projection): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
