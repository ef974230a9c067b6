import { WorkError } from './errors.js';
import { note, print, printJson } from './output.js';
import type { PicturePlan, RunReport } from './pictureRun.js';

/** What is told about a finished picture. */
export interface FinishedPicture {
  readonly input: string;
  readonly output: string;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/**
 * Prints how a run ended, bad pictures last.
 *
 * @param facts more fields for the JSON object
 * @throws WorkError when any picture failed
 */
export function reportRun(
  { done, failed }: RunReport<FinishedPicture>,
  plan: PicturePlan,
  facts: Readonly<Record<string, unknown>>,
  json = false,
): void {
  if (json) printJson({ ...facts, pictures: done, failed });
  else if (plan.many) print(`${done.length} of ${plan.jobs.length} pictures done`);
  for (const { output, width, height, seconds } of json || plan.many ? [] : done) {
    print(`${output}: ${width} × ${height} in ${seconds.toFixed(2)} s`);
  }
  if (failed.length === 0) return;
  for (const { error } of failed) note(`  ${error}`);
  throw new ReportedFailure(
    `${failed.length} of ${plan.jobs.length} pictures failed, listed above; the others are done`,
  );
}

/** A failure whose JSON object, if any, is printed already. */
export class ReportedFailure extends WorkError {
  override name = 'WorkError';
}
