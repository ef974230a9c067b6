import type { LayerGroup, PictureLayer } from '../../vision/layeredPsd.js';
import type { Picture } from '../../vision/picture.js';
import type { Flats } from './flats.js';

/** What the layers are called, in the language of who exports. */
export interface LayerNames {
  readonly lines: string;
  readonly shade: string;
  readonly light: string;
  readonly flats: string;
  readonly paper: string;
}

/**
 * Layers of flat colour at most: more are no help to anybody, and their pixels must fit in memory. The smallest share one
 * with the colour nearest to theirs.
 */
const MOST = 40;
const BYTES = 512 * 2 ** 20;

/**
 * A coloured sketch as layers, bottom first: paper, a group of flats with one layer a colour, shade (multiply), light (add)
 * and lines. Laid over each other they give the picture, to a level of rounding.
 *
 * @param color colours without lines as they show
 * @param flats of these colours before a light fell on them
 * @param alpha opacity of a figure that is cut out, or null
 * @param keepsPaper white flats are left out: hints keep paper there
 */
export function pictureLayers(
  color: Picture,
  flats: Flats,
  lines: Picture | null,
  alpha: Uint8Array | null,
  keepsPaper: boolean,
  names: LayerNames,
): (PictureLayer | LayerGroup)[] {
  const { width, height, data } = color;
  const n = width * height;
  const { layerOf, tints } = byColor(flats, Math.max(6, Math.min(MOST, Math.floor(BYTES / (4 * n)))));
  const own = tints.map(() => new Uint8ClampedArray(4 * n));
  const shade = new Uint8ClampedArray(4 * n).fill(255);
  const light = new Uint8ClampedArray(4 * n);
  let isLit = false;
  for (let p = 0, q = 0; p < n; p++, q += 4) {
    const opacity = alpha ? alpha[p] : 255;
    const layer = layerOf[flats.index[p]];
    const tint = tints[layer];
    const out = own[layer];
    for (let c = 0; c < 3; c++) {
      out[q + c] = tint[c];
      const value = data[q + c];
      shade[q + c] = value >= tint[c] ? 255 : (255 * value) / tint[c];
      const more = value - tint[c];
      if (more > 0) {
        light[q + c] = more;
        isLit = true;
      }
    }
    out[q + 3] = opacity;
    shade[q + 3] = opacity;
    light[q + 3] = opacity;
  }
  const picture = (pixels: Uint8ClampedArray<ArrayBuffer>): Picture => ({ width, height, data: pixels });
  const isPaper = ([r, g, b]: readonly number[]) => keepsPaper && r === 255 && g === 255 && b === 255;
  const group = tints
    .map((tint, k) => ({ name: hex(tint), tint, picture: picture(own[k]) }))
    .filter(({ tint }) => !isPaper(tint));
  const result: (PictureLayer | LayerGroup)[] = [];
  if (!alpha) result.push({ name: names.paper, picture: picture(new Uint8ClampedArray(4 * n).fill(255)) });
  result.push({ name: names.flats, layers: group.map(({ name, picture }) => ({ name, picture })) });
  result.push({ name: names.shade, blend: 'multiply', picture: picture(shade) });
  if (isLit) result.push({ name: names.light, blend: 'add', picture: picture(light) });
  if (lines) result.push({ name: names.lines, picture: lines });
  return result;
}

const hex = (rgb: readonly number[]) => `#${rgb.map((v) => v.toString(16).padStart(2, '0')).join('')}`;

/** Puts flats of one colour on one layer, and the smallest on the layer of the nearest colour where there are too many. */
function byColor({ index, colors, count }: Flats, most: number): { layerOf: Int32Array; tints: number[][] } {
  const sizes = new Int32Array(count);
  for (const flat of index) sizes[flat]++;
  const order = Array.from({ length: count }, (_, k) => k)
    .filter((k) => sizes[k] > 0)
    .sort((a, b) => sizes[b] - sizes[a]);
  const layerOf = new Int32Array(count);
  const tints: number[][] = [];
  for (const flat of order) {
    const rgb = [colors[3 * flat], colors[3 * flat + 1], colors[3 * flat + 2]];
    let nearest = -1;
    let best = Number.POSITIVE_INFINITY;
    for (const [k, tint] of tints.entries()) {
      const d = (tint[0] - rgb[0]) ** 2 + (tint[1] - rgb[1]) ** 2 + (tint[2] - rgb[2]) ** 2;
      if (d < best) {
        best = d;
        nearest = k;
      }
    }
    // Steps of a level or two are rounding, not colours.
    layerOf[flat] = nearest >= 0 && (best <= 48 || tints.length >= most) ? nearest : tints.push(rgb) - 1;
  }
  return { layerOf, tints };
}
