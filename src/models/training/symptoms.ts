import { hexFromSrgb, srgbFromOklab } from '../../vision/colorSpaces.js';
import type { Palette } from './validation.js';

/** Results have less than this share of the true pictures' chroma: they are grey. */
const GREY = 0.3;
/** Chroma of pictures that are grey themselves, in Oklab. */
const COLORLESS = 0.02;
/** Results differ from each other by less than this share of what the true pictures do: they are all alike. */
const ALIKE = 0.35;
/** Pictures whose differences say anything. */
const SEVERAL = 4;
/** Validations in a row without a better score, while the loss falls, from which a net learns by heart. */
const PATIENCE = 4;
/** Fall of the score below its best, in dB, that is no noise. */
const FALL = 0.2;

/** A judgment as the log keeps it. */
export interface Stage {
  readonly iteration: number;
  /** dB. */
  readonly score: number;
  /** Mean training loss since the last judgment; NaN before the first step. */
  readonly loss: number;
}

/**
 * What is wrong with the colours, in one line with what to do; undefined while nothing is.
 *
 * @param pictures how many were looked at
 */
export function colorSymptom(palette: Palette, truth: Palette, pictures: number): string | undefined {
  if (truth.chroma > COLORLESS && palette.chroma < GREY * truth.chroma)
    return 'the results are almost grey: the model has not learned colour yet; train longer, or start from a trained model (--init standard)';
  if (pictures >= SEVERAL && palette.spread < ALIKE * truth.spread)
    return `all results come out in about one colour (${hexFromSrgb(srgbFromOklab(palette.mean))}): too few pictures or steps for a model from nothing; start from a trained one (--init standard), or add pictures`;
  return undefined;
}

/** Whether a net is learning its pictures by heart: the loss falls while the score has stopped rising, in one line; else undefined. */
export function memorySymptom(stages: readonly Stage[]): string | undefined {
  const best = stages.reduce((a, b) => (b.score > a.score ? b : a));
  const since = stages.slice(stages.indexOf(best) + 1);
  if (since.length < PATIENCE) return undefined;
  const last = since[since.length - 1];
  const lossBefore = since[0].loss;
  if (!(last.loss < lossBefore) || last.score > best.score - FALL) return undefined;
  return `pictures kept aside have come out worse since step ${best.iteration} while the loss goes on falling: the model is learning the training pictures by heart; the one of step ${best.iteration} is kept, and more pictures would help`;
}
