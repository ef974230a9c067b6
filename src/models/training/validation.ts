import { deltaE2000, labFromSrgb, oklabFromSrgb } from '../../vision/colorSpaces.js';
import { floodFill } from '../floodPainter.js';
import type { GridInputs, Painter } from '../gridColorizer.js';
import { fixedExample } from './fixedExample.js';
import type { TrainingPair } from './trainingPair.js';
import type { TrainingSample } from './trainingSample.js';

/** Numbers of hints at which a run is judged. */
export const VALIDATION_HINTS = [0, 4, 16] as const;

/** Mean PSNR in dB at each number of hints. */
export type ValidationScore = Record<(typeof VALIDATION_HINTS)[number], number>;

/** What colours a set of pictures has, in Oklab. */
export interface Palette {
  /** Mean distance of a pixel from grey. */
  readonly chroma: number;
  /** Mean colour of the pictures. */
  readonly mean: readonly [lightness: number, a: number, b: number];
  /** How far the pictures' mean colours lie from that, on average. */
  readonly spread: number;
}

/** A judgment of the present weights. */
export interface Verdict {
  readonly psnr: ValidationScore;
  /** Mean CIEDE2000 at 16 hints between the network's own colours and the hints', where the hints are. */
  readonly hintDeltaE: number;
  /** Colours of the results with the most hints. */
  readonly palette: Palette;
}

interface Prepared extends TrainingSample {
  /** What flood fill gives on the same hints. */
  readonly filled: Float32Array;
}

/** PSNR of two pictures with the same lines on top, in dB; 60 at most, so that a perfect picture does not decide a mean. */
function psnr(color: ArrayLike<number>, truth: ArrayLike<number>, visible: ArrayLike<number>): number {
  const area = visible.length;
  let sum = 0;
  for (let i = 0; i < 3 * area; i++) {
    const error = (Math.min(1, Math.max(0, color[i])) - truth[i]) * visible[i % area];
    sum += error * error;
  }
  return Math.min(60, -10 * Math.log10(sum / (3 * area) + 1e-12));
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/**
 * Judges a painter on fixed pictures with fixed hints, as `placeHints` sets them. Lower-level than `evaluate`: on the
 * training grid, without enlarging, so that it is quick enough to run every few hundred steps.
 */
export class Validation {
  readonly #prepared = new Map<number, Prepared[]>();
  /** What flood fill scores on the same pictures. */
  readonly baseline: ValidationScore;
  /** The true colours. */
  readonly truePalette: Palette;

  constructor(
    private readonly painter: Pick<Painter, 'paint'>,
    pairs: readonly TrainingPair[],
    private readonly size: number,
  ) {
    for (const k of VALIDATION_HINTS)
      this.#prepared.set(
        k,
        pairs.map((pair) => this.#prepare(pair, k)),
      );
    this.baseline = this.#score((k) => this.#pictures(k).map(({ filled }) => filled));
    this.truePalette = paletteOf(this.#pictures(MOST_HINTS).map(({ color }) => color));
  }

  #pictures(k: number): Prepared[] {
    return this.#prepared.get(k) ?? [];
  }

  #score(colors: (k: number) => Float32Array[]): ValidationScore {
    const entries = VALIDATION_HINTS.map((k) => {
      const results = colors(k);
      return [k, mean(this.#pictures(k).map(({ color, visible }, i) => psnr(results[i], color, visible)))];
    });
    return Object.fromEntries(entries) as ValidationScore;
  }

  /** Judges what the painter makes now. */
  async run(): Promise<Verdict> {
    const colors = new Map<number, Float32Array[]>();
    for (const k of VALIDATION_HINTS) {
      const results: Float32Array[] = [];
      for (const { inputs } of this.#pictures(k)) {
        const { color } = await this.painter.paint(inputs);
        results.push(color.map((v) => Math.min(1, Math.max(0, v))));
      }
      colors.set(k, results);
    }
    const hinted = colors.get(MOST_HINTS) ?? [];
    return {
      psnr: this.#score((k) => colors.get(k) ?? []),
      hintDeltaE: mean(this.#pictures(MOST_HINTS).map(({ inputs }, i) => missedHints(hinted[i], inputs))),
      palette: paletteOf(hinted),
    };
  }

  #prepare(pair: TrainingPair, k: number): Prepared {
    const example = fixedExample(pair, this.size, k);
    return { ...example, filled: floodFill(example.inputs) };
  }
}

const MOST_HINTS = Math.max(...VALIDATION_HINTS);

/** Mean CIEDE2000 between colours and hints where the hints are; 0 without hints. */
function missedHints(color: Float32Array, { hints: { labels, colors } }: GridInputs): number {
  const n = labels.length;
  let sum = 0;
  let count = 0;
  for (let p = 0; p < n; p++) {
    if (labels[p] === 0) continue;
    const at = 3 * (labels[p] - 1);
    const painted = labFromSrgb([color[p], color[n + p], color[2 * n + p]]);
    sum += deltaE2000(painted, labFromSrgb([colors[at], colors[at + 1], colors[at + 2]]));
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Pixels of a picture that its colours are taken from. */
const SAMPLES = 256;

function paletteOf(pictures: readonly Float32Array[]): Palette {
  const chromas: number[] = [];
  const means: [number, number, number][] = [];
  for (const picture of pictures) {
    const n = picture.length / 3;
    const step = Math.max(1, Math.floor(n / SAMPLES));
    const colors: [number, number, number][] = [];
    for (let p = step >> 1; p < n; p += step)
      colors.push(oklabFromSrgb([picture[p], picture[n + p], picture[2 * n + p]]));
    chromas.push(mean(colors.map(([, a, b]) => Math.hypot(a, b))));
    means.push(meanColor(colors));
  }
  const center = meanColor(means);
  const spread = mean(means.map((m) => Math.hypot(m[0] - center[0], m[1] - center[1], m[2] - center[2])));
  return { chroma: mean(chromas), mean: center, spread };
}

const meanColor = (colors: readonly [number, number, number][]): [number, number, number] => [
  mean(colors.map(([l]) => l)),
  mean(colors.map(([, a]) => a)),
  mean(colors.map(([, , b]) => b)),
];
