import type { RunCurves } from '../../../models/training/runView.js';

/** Points of a curve: steps and values. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Losses that one point of the curve is the mean of: each step sees other pictures, and its loss jumps with them. */
const SMOOTHED = 8;

/** The loss by step, the mean of the last few each. */
export function lossOf({ loss }: RunCurves): Points {
  const y = loss.map((_, n) => {
    const last = loss.slice(Math.max(0, n + 1 - SMOOTHED), n + 1);
    return last.reduce((sum, [, value]) => sum + value, 0) / last.length;
  });
  return { x: loss.map(([step]) => step), y };
}

/** The score by step. */
export function scoreOf({ judgments }: RunCurves): Points {
  const scored = judgments.flatMap(({ iteration, score }) => (score === null ? [] : [[iteration, score] as const]));
  return { x: scored.map(([step]) => step), y: scored.map(([, score]) => score) };
}
