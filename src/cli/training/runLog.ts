import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunCurves, RunJudgment } from '../../models/training/runView.js';

/** A line of `log.jsonl`: a loss or a judgment. */
interface Line {
  readonly iteration: number;
  readonly loss?: number | null;
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly best?: boolean;
  readonly samples?: string;
}

/** The curves in a run's log; empty before there are any. */
export function readCurves(folder: string): RunCurves {
  const loss: [number, number][] = [];
  const judgments: RunJudgment[] = [];
  for (const { iteration, loss: value, scores, best = false, samples = null } of linesOf(folder)) {
    if (typeof value === 'number') loss.push([iteration, value]);
    if (scores) judgments.push({ iteration, score: meanOf(scores.leftOut ?? scores.validation), best, samples });
  }
  return { loss, judgments };
}

function linesOf(folder: string): Line[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'log.jsonl'), 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return []; // empty, or being written
    }
  });
}

function meanOf(score: Readonly<Record<string, number>> | undefined): number | null {
  const values = Object.values(score ?? {});
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
