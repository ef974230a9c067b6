import type { Picture } from '../../vision/picture.js';
import type { Colorized, Colorizer } from '../colorizer.js';
import type { Hints } from '../hints/hints.js';
import { type Score, Truth } from './truth.js';

export type { Score } from './truth.js';

/** Numbers of hints that results are scored at. */
export const HINT_COUNTS = [0, 1, 4, 16, 64] as const;

/** A picture and its line art, the same size. */
export interface EvaluationPair {
  readonly name: string;
  readonly line: Picture;
  /** The finished picture. */
  readonly color: Picture;
  /** Where it comes from; pictures of one source are scored apart, too. */
  readonly source?: string;
  /** Whether it shows a person or an animal; shaded ones are scored apart, too. */
  readonly figure?: boolean;
}

/** Anything that colours a sketch: a `Colorizer`, or another program. */
export interface Contestant {
  setSketch(sketch: Picture): void;
  /** A result may say itself how long it took, when it was made in another way this time. */
  colorize(hints: Hints): Promise<Colorized & { readonly milliseconds?: number }>;
}

/** Scores of one contestant, by number of hints: means over the pictures, of the milliseconds the median. */
export interface Standing {
  readonly name: string;
  readonly scores: Readonly<Record<number, Score>>;
}

/** Standings on some of the pictures. */
export interface Standings {
  readonly pictures: number;
  readonly standings: Standing[];
}

/** One contestant's result on one picture. */
export interface Result {
  readonly hints: Hints;
  /** The finished picture. */
  readonly picture: Picture;
  readonly score: Score;
}

/** Everything about one picture, as it is scored. */
export interface EvaluatedPicture {
  readonly name: string;
  readonly source?: string;
  readonly line: Picture;
  readonly truth: Picture;
  /** By contestant, then by number of hints. */
  readonly results: ReadonlyMap<string, ReadonlyMap<number, Result>>;
}

export interface EvaluateOptions {
  counts?: readonly number[];
  signal?: AbortSignal;
  /** Called after every picture with the number of those done; what it returns is waited for. */
  onPicture?: (done: number, picture: EvaluatedPicture) => void | Promise<void>;
}

/** Groups beside the sources. */
const SHADED = 'shaded';
const SHADED_FIGURES = 'shaded figures';

/**
 * The quality curve: every contestant colours every picture with the same hints (`placeHints`: fixed by the true picture),
 * and the results, lines on top, are compared with the truth.
 *
 * @param pairs pictures with line art, read one at a time
 * @returns     the standings on all pictures, and apart on those of each source, shaded ones and shaded figures
 */
export async function evaluate(
  pairs: Iterable<EvaluationPair> | AsyncIterable<EvaluationPair>,
  contestants: Readonly<Record<string, Contestant | Colorizer>>,
  { counts = HINT_COUNTS, signal, onPicture }: EvaluateOptions = {},
): Promise<Standings & { groups: Record<string, Standings> }> {
  const all = new Tally();
  const groups = new Map<string, Tally>();
  for await (const { name, line, color, source, figure } of pairs) {
    const truth = new Truth(name, line, color);
    const results = new Map<string, Map<number, Result>>();
    for (const [contestant, colorizer] of Object.entries(contestants)) {
      colorizer.setSketch(line);
      // The first pass of all is slower, as code and kernels are compiled: it does not count.
      if (all.pictures === 0) await colorizer.colorize(truth.hints(counts[0]));
      const byCount = new Map<number, Result>();
      for (const count of counts) {
        signal?.throwIfAborted();
        const hints = truth.hints(count);
        const start = performance.now();
        const result: Awaited<ReturnType<Contestant['colorize']>> = await colorizer.colorize(hints);
        const milliseconds = result.milliseconds ?? performance.now() - start;
        byCount.set(count, { hints, picture: result.picture, score: truth.score(result, hints, milliseconds) });
      }
      results.set(contestant, byCount);
    }
    const its = [source, truth.shaded && SHADED, truth.shaded && figure && SHADED_FIGURES];
    for (const group of its.filter((key) => typeof key === 'string')) {
      const tally = groups.get(group) ?? new Tally();
      groups.set(group, tally);
      tally.add(results);
    }
    all.add(results);
    await onPicture?.(all.pictures, { name, source, line, truth: truth.picture, results });
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...all.standings(), groups: Object.fromEntries(sorted.map(([key, tally]) => [key, tally.standings()])) };
}

/** Scores of some of the pictures. */
class Tally {
  pictures = 0;
  readonly #scores = new Map<string, Map<number, Score[]>>();

  add(results: EvaluatedPicture['results']): void {
    this.pictures++;
    for (const [contestant, byCount] of results) {
      const mine = this.#scores.get(contestant) ?? new Map<number, Score[]>();
      this.#scores.set(contestant, mine);
      for (const [count, { score }] of byCount) {
        const scores = mine.get(count);
        if (scores) scores.push(score);
        else mine.set(count, [score]);
      }
    }
  }

  standings(): Standings {
    const standings = [...this.#scores].map(([name, byCount]) => ({
      name,
      scores: Object.fromEntries([...byCount].map(([count, scores]) => [count, meanScore(scores)])),
    }));
    return { pictures: this.pictures, standings };
  }
}

function meanScore(scores: readonly Score[]): Score {
  const values = (key: keyof Score) => scores.map((score) => score[key]).filter((v) => v !== null);
  const mean = (key: keyof Score) => {
    const its = values(key);
    return its.length === 0 ? null : its.reduce((a, b) => a + b, 0) / its.length;
  };
  const always = (key: keyof Score) => mean(key) ?? Number.NaN;
  const times = values('milliseconds').sort((a, b) => a - b);
  return {
    psnr: always('psnr'),
    ssim: always('ssim'),
    deltaE: always('deltaE'),
    featureDistance: always('featureDistance'),
    hintDeltaE: mean('hintDeltaE'),
    regionDeltaE: mean('regionDeltaE'),
    leak: mean('leak'),
    lineError: mean('lineError'),
    milliseconds: times[times.length >> 1],
  };
}
