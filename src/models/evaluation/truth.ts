import { deltaE2000 } from '../../vision/colorSpaces.js';
import { featureDistance, type PictureFeatures, pictureFeatures } from '../../vision/metrics/featureDistance.js';
import { psnr } from '../../vision/metrics/psnr.js';
import { ssim } from '../../vision/metrics/ssim.js';
import { type Picture, PictureError } from '../../vision/picture.js';
import { type Planes, rgbPlanes } from '../../vision/planes.js';
import type { Colorized } from '../colorizer.js';
import type { Hints } from '../hints/hints.js';
import { placeHints } from '../hints/placeHints.js';
import { findRegions, type Region, type Regions } from '../hints/regions.js';
import { readSketch } from '../sketch/sketch.js';
import { hintDifference, regionDifference } from './hintDifference.js';
import { labAt } from './labAt.js';
import { leakRate } from './leak.js';
import { lineError } from './lineError.js';
import { isShaded } from './shading.js';

/** Measures of a result; null where one does not apply. */
export interface Score {
  /** dB, of the finished pictures in RGB. Higher is better. */
  psnr: number;
  /** Structural similarity of luma, at most 1. Higher is better. */
  ssim: number;
  /** CIEDE2000 of the finished pictures. Lower is better. */
  deltaE: number;
  /** How different they look (`featureDistance`), in place of LPIPS, 0…1. Lower is better. */
  featureDistance: number;
  /** CIEDE2000 at the hints: does the dab's own colour arrive? Lower is better. */
  hintDeltaE: number | null;
  /** CIEDE2000 in the true areas that have a dab: does the colour arrive in all of it? Lower is better. */
  regionDeltaE: number | null;
  /** Share of a colour step that is lost across the lines around areas with a dab, 0…1. Lower is better. */
  leak: number | null;
  /** How much lighter than drawn the lines came out, 0…1. Lower is better. */
  lineError: number | null;
  /** Milliseconds a picture, without reading files; `setSketch` not counted. */
  milliseconds: number;
}

/** A picture no error was found in counts as this many dB, so that one of them does not decide a mean. */
const BEST_PSNR = 60;

/** A picture to score against: hints out of it, and everything about it that is the same for all results. */
export class Truth {
  /** On white, lines on. */
  readonly picture: Picture;
  readonly #planes: Planes;
  /** Darkness of the line art, 0…255. */
  readonly #ink: Uint8Array;
  readonly #darkness: Float32Array;
  readonly #regions: Regions;
  /** Which region a pixel belongs to; −1 for none. */
  readonly #owner: Int32Array;
  readonly #features: PictureFeatures;
  readonly #shaded: boolean;

  /** @throws PictureError `wrong-size` unless line art and picture have one size */
  constructor(name: string, line: Picture, color: Picture) {
    if (line.width !== color.width || line.height !== color.height)
      throw new PictureError(
        'wrong-size',
        `${name}: line art is ${line.width}×${line.height}, but the picture is ${color.width}×${color.height}`,
      );
    this.picture = onWhite(color);
    this.#planes = rgbPlanes(this.picture);
    this.#ink = readSketch(line).ink;
    this.#darkness = Float32Array.from(this.#ink, (v) => v / 255);
    this.#regions = findRegions(this.#planes, this.#darkness);
    this.#owner = new Int32Array(this.#ink.length).fill(-1);
    for (const [r, { pixels }] of this.#regions.regions.entries()) for (const p of pixels) this.#owner[p] = r;
    this.#features = pictureFeatures(this.picture);
    this.#shaded = isShaded(this.picture, this.#ink);
  }

  /** Whether it has gradients or shadows inside its outlines (`isShaded`). */
  get shaded(): boolean {
    return this.#shaded;
  }

  /** So many hints by the fixed rule (`placeHints`). */
  hints(count: number): Hints {
    return placeHints(this.#planes, count, this.#darkness, this.#regions);
  }

  score({ color, picture }: Colorized, hints: Hints, milliseconds: number): Score {
    const shown = onWhite(picture);
    const truth = this.picture;
    const dabbed = this.#regionsWith(hints);
    const hinted = new Uint8Array(this.#ink.length);
    for (const { pixels } of dabbed) for (const p of pixels) hinted[p] = 1;
    return {
      psnr: Math.min(BEST_PSNR, psnr(shown, truth)),
      ssim: ssim(shown, truth),
      deltaE: meanDifference(shown, truth),
      featureDistance: featureDistance(pictureFeatures(shown), this.#features),
      hintDeltaE: hintDifference(color, hints),
      regionDeltaE: regionDifference(shown, truth, dabbed, this.#ink),
      leak: leakRate(color, truth, this.#ink, hinted),
      lineError: lineError(shown, this.#ink),
      milliseconds,
    };
  }

  /** The areas that have a dab. */
  #regionsWith({ strokes }: Hints): Region[] {
    const { width, height } = this.picture;
    const found = new Set<number>();
    for (const { points } of strokes) {
      for (const [x, y] of points) {
        if (x >= 0 && y >= 0 && x < width && y < height) found.add(this.#owner[Math.floor(y) * width + Math.floor(x)]);
      }
    }
    found.delete(-1);
    return [...found].map((r) => this.#regions.regions[r]);
  }
}

/** Mean CIEDE2000 over a grid of about 100 × 100 pixels, which settles the mean and takes milliseconds. */
function meanDifference(a: Picture, b: Picture): number {
  const step = Math.max(1, Math.round(Math.min(a.width, a.height) / 100));
  let sum = 0;
  let count = 0;
  for (let y = step >> 1; y < a.height; y += step) {
    for (let x = step >> 1; x < a.width; x += step) {
      const p = y * a.width + x;
      sum += deltaE2000(labAt(a, p), labAt(b, p));
      count++;
    }
  }
  return sum / count;
}

function onWhite(picture: Picture): Picture {
  const data = picture.data.slice();
  for (let q = 0; q < data.length; q += 4) {
    const alpha = data[q + 3];
    if (alpha === 255) continue;
    for (let c = 0; c < 3; c++) data[q + c] = 255 + ((data[q + c] - 255) * alpha) / 255;
    data[q + 3] = 255;
  }
  return { width: picture.width, height: picture.height, data };
}
