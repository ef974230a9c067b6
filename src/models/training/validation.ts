import type { GridInputs, Painter } from '../gridColorizer.js';
import { placeHints } from '../hints/placeHints.js';
import { rasterizeHints } from '../hints/rasterizeHints.js';
import { propagatedColor } from '../propagation/confidence.js';
import { Propagator } from '../propagation/propagate.js';
import { cropPair, type TrainingPair } from './trainingPair.js';

/** Numbers of hints at which a run is judged. */
export const VALIDATION_HINTS = [0, 4, 16] as const;

/** Mean PSNR in dB at each number of hints. */
export type ValidationScore = Record<(typeof VALIDATION_HINTS)[number], number>;

interface Prepared {
  readonly inputs: GridInputs;
  readonly color: Float32Array;
  readonly visible: Float32Array;
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

  /** PSNR of what the generator makes now. */
  async run(): Promise<ValidationScore> {
    const colors = new Map<number, Float32Array[]>();
    for (const k of VALIDATION_HINTS) {
      const results: Float32Array[] = [];
      for (const { inputs } of this.#pictures(k)) results.push(await this.painter.paint(inputs));
      colors.set(k, results);
    }
    return this.#score((k) => colors.get(k) ?? []);
  }

  #prepare(pair: TrainingPair, k: number): Prepared {
    const { size } = this;
    const { color, visible } = cropPair(pair, (pair.width - size) >> 1, (pair.height - size) >> 1, size, false);
    const ink = visible.map((v) => 1 - v);
    const hints = rasterizeHints(placeHints(color, k, ink));
    const propagation = new Propagator(size, size).run(ink, hints);
    const inputs = { width: size, height: size, ink, hints, propagation };
    return { inputs, color: color.data, visible, filled: propagatedColor(propagation, hints).slice() };
  }
}
