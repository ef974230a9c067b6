import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { isPictureName } from '../vision/imageFile.node.js';
import { failureLine, WorkError } from './errors.js';
import { createProgress } from './output.js';
import { checkOutputFile, kindOf, prepareOutputFolder } from './outputPath.js';

/** One picture to make out of another. */
export interface PictureJob {
  readonly input: string;
  readonly output: string;
}

/** What is to be done, checked as far as it can be without decoding anything. */
export interface PicturePlan {
  readonly jobs: readonly PictureJob[];
  /** Whether the input was a folder. */
  readonly folder: boolean;
}

/** A file name without its ending. */
export const baseName = (path: string): string => basename(path, extname(path));

/**
 * Pairs inputs with outputs: one file with the output file, or each picture of a folder with a file of its base name in the output
 * folder.
 *
 * @param extension ending of a folder run's outputs, with the dot
 * @param isInput   which files of a folder are worked on, by name; pictures unless given
 * @throws WorkError when there is nothing to do or the output cannot be written; UsageError when it is the input
 */
export async function planPictures(
  input: string,
  output: string,
  extension: string,
  isInput: (name: string) => boolean = isPictureName,
): Promise<PicturePlan> {
  const kind = await kindOf(input);
  if (kind === 'nothing') throw new WorkError(`${input}: no such file or folder; check the path`);
  if (kind === 'file') {
    await checkOutputFile(output, [input]);
    return { jobs: [{ input, output }], folder: false };
  }
  const names = (await readdir(input, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && isInput(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) {
    throw new WorkError(`${input}: no pictures in this folder; put PNG, JPEG or WebP files there`);
  }
  await prepareOutputFolder(output, input);
  const times = new Map<string, number>();
  for (const name of names) times.set(baseName(name), (times.get(baseName(name)) ?? 0) + 1);
  // a.png and a.jpg beside each other keep their endings, so that neither result replaces the other.
  const stem = (name: string) => ((times.get(baseName(name)) ?? 0) > 1 ? name : baseName(name));
  return {
    jobs: names.map((name) => ({ input: join(input, name), output: join(output, stem(name) + extension) })),
    folder: true,
  };
}

/** How a run ended. */
export interface RunReport<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly input: string; readonly error: string }[];
}

/**
 * Does the jobs in order. In a folder run a bad picture does not stop the others; a single picture's error is thrown.
 *
 * @throws the signal's reason when it aborts
 */
export async function runPictures<T>(
  { jobs, folder }: PicturePlan,
  label: string,
  signal: AbortSignal,
  work: (job: PictureJob) => Promise<T>,
): Promise<RunReport<T>> {
  const done: T[] = [];
  const failed: { input: string; error: string }[] = [];
  const progress = folder ? createProgress(label, jobs.length, { everyStep: true }) : null;
  try {
    for (const [i, job] of jobs.entries()) {
      signal.throwIfAborted();
      let outcome = basename(job.input);
      try {
        done.push(await work(job));
      } catch (error) {
        signal.throwIfAborted();
        if (!folder) throw error;
        failed.push({ input: job.input, error: failureLine(error) });
        outcome += ' FAILED';
      }
      progress?.update(i + 1, outcome);
      // Lets Ctrl-C through between pictures that are computed without a pause.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    progress?.stop();
  }
  return { done, failed };
}
