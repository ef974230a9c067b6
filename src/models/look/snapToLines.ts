import { oklabFromSrgb } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import type { Hints } from '../hints/hints.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';
import { type Flats, findFlats, flatDistance } from './flats.js';
import type { RegionMap } from './regionMap.js';
import { whereWhite } from './whereWhite.js';

/** Longer side of the grid that hints are looked up on: a dab is a pixel of it at least. */
const HINTS_SIDE = 1024;

/**
 * Shade makes a colour darker or lighter and leaves its hue. Levels, of 255, that a pixel may be off its flat made darker or lighter
 * to count as its shade, and from which it counts as another colour that came over the line.
 */
const SHADE = 5;
const OTHER = 15;

/** Shade between these times the flat's brightness; beyond them it is a light or a dark thing of its own. */
const DARKEST = 0.6;
const LIGHTEST = 1.4;

/**
 * Lets colours end at the lines and nowhere else: in each closed region only the colour that most of it has stays, and those
 * that hints in it ask for. What has another colour – it came over a faint line, or the model painted past one – takes the nearest
 * of these, flat; shade, which only darkens or lightens, stays.
 *
 * @param color   colours without lines, opaque
 * @param regions of the same size, gaps closed
 * @param glazed  white where colours lie softly over others on purpose and stay (`Colorized.glazed`)
 */
export function snapToLines(color: Picture, regions: RegionMap, hints: Hints, glazed?: Picture): Picture {
  const { width, height, data } = color;
  const flats = findFlats(color, regions);
  const labs = Array.from({ length: flats.count }, (_, flat) => labOf(flats.colors, 3 * flat));
  const target = targetsOf(flats, labs, regions, hints);
  const out = new Uint8ClampedArray(data);
  for (let p = 0, q = 0; p < flats.index.length; p++, q += 4) {
    const own = flats.index[p];
    const flat = target[own];
    const [r, g, b] = [flats.colors[3 * flat], flats.colors[3 * flat + 1], flats.colors[3 * flat + 2]];
    const light = flat === own ? shadeOf(data[q], data[q + 1], data[q + 2], r, g, b) : 1;
    out[q] = light * r;
    out[q + 1] = light * g;
    out[q + 2] = light * b;
  }
  const snapped = { width, height, data: out };
  return glazed ? whereWhite(glazed, color, snapped) : snapped;
}

/** How much lighter than a flat (r, g, b) a pixel is, 1 where it is another colour rather than the flat's shade. */
function shadeOf(red: number, green: number, blue: number, r: number, g: number, b: number): number {
  const light = (red * r + green * g + blue * b) / (r * r + g * g + b * b || 1);
  if (light < DARKEST || light > LIGHTEST) return 1;
  const off = Math.hypot(red - light * r, green - light * g, blue - light * b);
  const kept = Math.min(1, Math.max(0, (OTHER - off) / (OTHER - SHADE)));
  return 1 + kept * (light - 1);
}

/** For each flat the one that takes its place: itself where it may stay. */
function targetsOf(flats: Flats, labs: readonly Lab[], { filled, count }: RegionMap, hints: Hints): Int32Array {
  const sizes = new Int32Array(flats.count);
  const regionOf = new Int32Array(flats.count); // a flat lies in one region
  for (let p = 0; p < filled.length; p++) {
    sizes[flats.index[p]]++;
    regionOf[flats.index[p]] = filled[p];
  }
  const inRegion: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let flat = 0; flat < flats.count; flat++) if (sizes[flat] > 0) inRegion[regionOf[flat]].push(flat);
  const asked = askedColors(filled, count, hints);
  const target = Int32Array.from({ length: flats.count }, (_, flat) => flat);
  for (let region = 0; region <= count; region++) {
    const there = inRegion[region];
    if (there.length < 2) continue;
    const nearest = (lab: Lab, among: readonly number[]) =>
      among.reduce((best, flat) => (flatDistance(labs[flat], lab) < flatDistance(labs[best], lab) ? flat : best));
    const stays = new Set([there.reduce((largest, flat) => (sizes[flat] > sizes[largest] ? flat : largest))]);
    for (const lab of asked[region]) stays.add(nearest(lab, there));
    for (const flat of there) if (!stays.has(flat)) target[flat] = nearest(labs[flat], [...stays]);
  }
  return target;
}

/** The colours of the hints in each region. */
function askedColors(filled: Int32Array, count: number, hints: Hints): Lab[][] {
  const asked: Lab[][] = Array.from({ length: count + 1 }, () => []);
  if (hints.strokes.length === 0) return asked;
  const [width, height] = hints.size;
  const scale = Math.min(1, HINTS_SIDE / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const { labels, colors } = rasterizeHints(hints, w, h);
  const known = new Set<number>();
  for (let j = 0, k = 0; j < h; j++) {
    const row = Math.floor(((j + 0.5) * height) / h) * width;
    for (let i = 0; i < w; i++, k++) {
      if (labels[k] === 0) continue;
      const region = filled[row + Math.floor(((i + 0.5) * width) / w)];
      const key = region * (colors.length / 3 + 1) + labels[k];
      if (known.has(key)) continue;
      known.add(key);
      const at = 3 * (labels[k] - 1);
      asked[region].push(oklabFromSrgb([colors[at], colors[at + 1], colors[at + 2]]));
    }
  }
  return asked;
}

type Lab = readonly [number, number, number];

const labOf = (bytes: ArrayLike<number>, at: number): Lab =>
  oklabFromSrgb([bytes[at] / 255, bytes[at + 1] / 255, bytes[at + 2] / 255]);
