import { deltaE2000 } from '../../vision/colorSpaces.js';
import { psnr } from '../../vision/metrics/psnr.js';
import { ssim } from '../../vision/metrics/ssim.js';
import { type Picture, PictureError } from '../../vision/picture.js';
import { rgbPlanes } from '../../vision/planes.js';
import type { Colorized, Colorizer } from '../colorizer.js';
import type { Hints } from '../hints/hints.js';
import { placeHints } from '../hints/placeHints.js';
import { findRegions } from '../hints/regions.js';
import { readSketch } from '../sketch/sketch.js';
import { bleed } from './bleed.js';
import { hintDifference, labAt } from './hintDifference.js';

/** Numbers of hints that results are scored at. */
export const HINT_COUNTS = [0, 1, 4, 16, 64] as const;

/** A picture and its line art, the same size. */
export interface EvaluationPair {
  readonly name: string;
  readonly line: Picture;
  readonly color: Picture;
}

/** Anything that colours a sketch: a `Colorizer`, or another program. */
export interface Contestant {
  setSketch(sketch: Picture): void;
  colorize(hints: Hints): Promise<Colorized>;
}

/** Means over the pictures; null where a measure never applied. */
export interface Score {
  /** dB, of the finished pictures in RGB. Higher is better. */
  psnr: number;
  /** Structural similarity of luma, at most 1. Higher is better. */
  ssim: number;
  /** CIEDE2000 of the finished pictures. Lower is better. */
  deltaE: number;
  /** CIEDE2000 at the hints: does the dab's own colour arrive? Lower is better. */
  hintDeltaE: number | null;
  /** Share of a colour step that is lost across lines, 0…1. Lower is better. */
  bleed: number | null;
  /** Milliseconds a picture, without reading files; `setSketch` not counted. */
  milliseconds: number;
}

/** Scores of one contestant, by number of hints. */
export interface Standing {
  readonly name: string;
  readonly scores: Readonly<Record<number, Score>>;
}

export interface EvaluateOptions {
  counts?: readonly number[];
  signal?: AbortSignal;
  /** Called after every picture with the number of those done. */
  onPicture?: (done: number, name: string) => void;
}

/** A picture no error was found in counts as this many dB, so that one of them does not decide a mean. */
const BEST_PSNR = 60;

/**
 * The quality curve: every contestant colours every picture with the same hints (`placeHints`: fixed by the true picture),
 * and the results, lines on top, are compared with the truth.
 *
 * @param pairs pictures with line art, read one at a time
 */
export async function evaluate(
  pairs: Iterable<EvaluationPair> | AsyncIterable<EvaluationPair>,
  contestants: Readonly<Record<string, Contestant | Colorizer>>,
  { counts = HINT_COUNTS, signal, onPicture }: EvaluateOptions = {},
): Promise<{ pictures: number; standings: Standing[] }> {
  const collected = new Map<string, Map<number, Score[]>>();
  for (const name of Object.keys(contestants)) collected.set(name, new Map(counts.map((k) => [k, []])));
  let pictures = 0;
  for await (const pair of pairs) {
    const { line, name } = pair;
    if (line.width !== pair.color.width || line.height !== pair.color.height)
      throw new PictureError(
        'wrong-size',
        `${name}: line art is ${line.width}×${line.height}, but the picture is ${pair.color.width}×${pair.color.height}`,
      );
    const truth = onWhite(pair.color);
    const planes = rgbPlanes(truth);
    const { ink } = readSketch(line);
    const darkness = Float32Array.from(ink, (v) => v / 255);
    const regions = findRegions(planes, darkness);
    for (const [contestant, colorizer] of Object.entries(contestants)) {
      colorizer.setSketch(line);
      for (const k of counts) {
        signal?.throwIfAborted();
        const hints = placeHints(planes, k, darkness, regions);
        const start = performance.now();
        const result = await colorizer.colorize(hints);
        const milliseconds = performance.now() - start;
        collected
          .get(contestant)
          ?.get(k)
          ?.push(scoreOf(result, truth, ink, hints, milliseconds));
      }
    }
    pictures++;
    onPicture?.(pictures, name);
  }
  const standings = [...collected].map(([name, byCount]) => ({
    name,
    scores: Object.fromEntries([...byCount].map(([k, scores]) => [k, meanScore(scores)])),
  }));
  return { pictures, standings };
}

function scoreOf(
  { color, picture }: Colorized,
  truth: Picture,
  ink: Uint8Array,
  hints: Hints,
  milliseconds: number,
): Score {
  const shown = onWhite(picture);
  return {
    psnr: Math.min(BEST_PSNR, psnr(shown, truth)),
    ssim: ssim(shown, truth),
    deltaE: meanDifference(shown, truth),
    hintDeltaE: hintDifference(color, hints),
    bleed: bleed(color, truth, ink),
    milliseconds,
  };
}

/** Mean CIEDE2000 over a grid of about 200 × 200 pixels, which settles the mean and takes milliseconds. */
function meanDifference(a: Picture, b: Picture): number {
  const step = Math.max(1, Math.floor(Math.min(a.width, a.height) / 200));
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

function meanScore(scores: readonly Score[]): Score {
  const mean = (key: keyof Score) => {
    const values = scores.map((score) => score[key]).filter((v) => v !== null);
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  };
  return {
    psnr: mean('psnr') ?? Number.NaN,
    ssim: mean('ssim') ?? Number.NaN,
    deltaE: mean('deltaE') ?? Number.NaN,
    hintDeltaE: mean('hintDeltaE'),
    bleed: mean('bleed'),
    milliseconds: mean('milliseconds') ?? Number.NaN,
  };
}
