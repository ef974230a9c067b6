import type { Picture } from '../../vision/picture.js';
import { type Closure, drawClosures } from './closures.js';
import { estimatePaper, flatten } from './paper.js';

/**
 * How a sketch is read:
 * - `paper`: dark lines on light paper, white or not; also figures cut out on a transparent ground;
 * - `transparent`: only lines, nothing behind them;
 * - `inverted`: light lines on a dark ground.
 */
export type SketchKind = 'paper' | 'transparent' | 'inverted';

/** A sketch taken apart into what the colouriser sees and what lies on top of its colours. */
export interface Sketch {
  readonly width: number;
  readonly height: number;
  readonly kind: SketchKind;
  /** Darkness of the lines, 0 (paper) … 255, width · height, with the paper's shade and noise removed. */
  readonly ink: Uint8Array;
  /** The lines alone, straight alpha, the sketch's size: laid over colours they give the finished picture. */
  readonly lines: Picture;
  /** Opacity of the finished picture, or null when it is opaque everywhere: a figure cut out stays cut out. */
  readonly alpha: Uint8Array | null;
}

/** Sums over a picture that tell what kind of sketch it is. */
function survey({ data }: Picture): {
  transparent: number;
  solidPaper: number;
  dark: number;
  light: number;
  n: number;
} {
  const n = data.length / 4;
  let transparent = 0;
  let solidPaper = 0;
  let dark = 0;
  let light = 0;
  for (let q = 0; q < data.length; q += 4) {
    if (data[q + 3] < 16) {
      transparent++;
      continue;
    }
    const luma = 0.299 * data[q] + 0.587 * data[q + 1] + 0.114 * data[q + 2];
    if (luma < 64) dark++;
    if (luma > 190) {
      light++;
      if (data[q + 3] > 240) solidPaper++;
    }
  }
  return { transparent, solidPaper, dark, light, n };
}

/**
 * Tells ink from paper in any picture of lines.
 *
 * @param closures lines that count as ink, but do not show
 */
export function readSketch(picture: Picture, closures: readonly Closure[] = []): Sketch {
  const sketch = readLines(picture);
  drawClosures(sketch.ink, sketch.width, sketch.height, closures);
  return sketch;
}

function readLines(picture: Picture): Sketch {
  const { transparent, solidPaper, dark, light, n } = survey(picture);
  const visible = n - transparent;
  // All white on nothing is a drawing in white, not paper cut out.
  const onlyLight = visible - light < 0.01 * visible;
  if (transparent > 0.02 * n && (solidPaper < 0.05 * visible || onlyLight)) return readTransparent(picture);
  if (transparent === 0 && dark > 0.6 * n && light < 0.25 * n && light > 0) return readInverted(picture);
  return readPaper(picture, transparent > 0.02 * n);
}

const emptyLines = ({ width, height }: Picture): Picture => ({
  width,
  height,
  data: new Uint8ClampedArray(4 * width * height),
});

/** Grey lines count by their darkness; light but colourful ones (yellow pencil) count through their darkest channel. */
const darkness = (r: number, g: number, b: number): number =>
  255 - (0.299 * r + 0.587 * g + 0.114 * b + Math.min(r, g, b)) / 2;

/** Red, green and blue of white, added. */
const WHITE = 3 * 255;

/**
 * Paper: a pixel is taken as ink over white, in as thin a coat as explains it ("colour to alpha"): opacity 1 − min(r, g, b),
 * so that grey becomes black ink half through, red pencil stays red, and white is nothing at all.
 */
function readPaper(picture: Picture, cutOut: boolean): Sketch {
  const { width, height, data } = picture;
  const n = width * height;
  const paper = estimatePaper(picture);
  const ink = new Uint8Array(n);
  const lines = emptyLines(picture);
  const out = lines.data;
  const alpha = cutOut ? new Uint8Array(n) : null;
  const rgb = [0, 0, 0];
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const q = 4 * p;
      const a = data[q + 3];
      if (alpha) alpha[p] = a;
      // Most of a drawing is white paper: nothing at all.
      if (!paper && a === 255 && data[q] + data[q + 1] + data[q + 2] === WHITE) continue;
      for (let c = 0; c < 3; c++) rgb[c] = a === 255 ? data[q + c] : 255 + ((data[q + c] - 255) * a) / 255;
      if (paper) flatten(rgb, paper, x, y);
      const [r, g, b] = rgb;
      ink[p] = paper ? Math.min(255, darkness(r, g, b) * paper.contrast) : darkness(r, g, b);
      const least = Math.min(r, g, b);
      const cover = 255 - least;
      out[q + 3] = cover;
      // v = coat · line + (1 − coat) · white, solved for the line's own colour.
      if (cover > 0) for (let c = 0; c < 3; c++) out[q + c] = ((rgb[c] - least) * 255) / cover;
    }
  }
  return { width, height, kind: 'paper', ink, lines, alpha };
}

/** Lines only: they keep colour and opacity as drawn. */
function readTransparent(picture: Picture): Sketch {
  const { width, height, data } = picture;
  const ink = new Uint8Array(width * height);
  // White ink on nothing is ink too: then opacity alone counts.
  let weight = 0;
  let dark = 0;
  for (let q = 0; q < data.length; q += 4) {
    weight += data[q + 3];
    dark += (darkness(data[q], data[q + 1], data[q + 2]) * data[q + 3]) / 255;
  }
  const byOpacity = dark < 0.3 * weight;
  for (let p = 0, q = 0; p < ink.length; p++, q += 4) {
    const shade = byOpacity ? 255 : darkness(data[q], data[q + 1], data[q + 2]);
    ink[p] = (shade * data[q + 3]) / 255;
  }
  return { width, height, kind: 'transparent', ink, lines: picture, alpha: null };
}

/** Light lines on dark: lightness above the ground is opacity of the line. */
function readInverted(picture: Picture): Sketch {
  const { width, height, data } = picture;
  const ink = new Uint8Array(width * height);
  const histogram = new Uint32Array(256);
  const lightness = (q: number) => Math.max(data[q], data[q + 1], data[q + 2]);
  for (let q = 0; q < data.length; q += 4) histogram[lightness(q)]++;
  let ground = 0;
  for (let seen = 0; ground < 128 && seen < 0.5 * ink.length; ground++) seen += histogram[ground];
  const lines = emptyLines(picture);
  for (let p = 0, q = 0; p < ink.length; p++, q += 4) {
    const light = lightness(q);
    const cover = Math.max(0, ((light - ground) * 255) / (255 - ground));
    ink[p] = cover;
    lines.data[q + 3] = cover;
    for (let c = 0; c < 3; c++) lines.data[q + c] = light > 0 ? (data[q + c] * 255) / light : 255;
  }
  return { width, height, kind: 'inverted', ink, lines, alpha: null };
}
