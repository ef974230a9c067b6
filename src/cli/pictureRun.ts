import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { isPictureName } from '../vision/imageFile.node.js';
import { failureLine, UsageError, WorkError } from './errors.js';
import { createProgress } from './output.js';
import { checkOutputFiles, kindOf, prepareOutputFolder } from './outputPath.js';

/** One picture to make out of another. */
export interface PictureJob {
  readonly input: string;
  readonly output: string;
}

/** What is to be done, checked as far as it can be without decoding anything. */
export interface PicturePlan {
  readonly jobs: readonly PictureJob[];
  /** Whether it was a folder or several files that came in, and a folder that is written. */
  readonly many: boolean;
}

/** A file name without its ending. */
export const baseName = (path: string): string => basename(path, extname(path));

/**
 * Pairs inputs with outputs: one file with the output file, or several files, or each picture of a folder, with files of their base
 * names in the output folder.
 *
 * @param inputs    files, or one folder
 * @param output    for one file a file's name, or a folder that is there or ends in a slash
 * @param extension ending of the files in an output folder, with the dot
 * @param isInput   which files of a folder are worked on, by name; pictures unless given
 * @throws WorkError when there is nothing to do or the output cannot be written; UsageError when it is an input, or two inputs' one
 */
export async function planPictures(
  inputs: readonly string[],
  output: string,
  extension: string,
  isInput: (name: string) => boolean = isPictureName,
): Promise<PicturePlan> {
  const kinds = await Promise.all(inputs.map(kindOf));
  const missing = kinds.indexOf('nothing');
  if (missing >= 0) throw new WorkError(`${inputs[missing]}: no such file or folder; check the path`);
  const folder = kinds.indexOf('folder');
  if (folder >= 0) {
    if (inputs.length > 1) throw new UsageError(`${inputs[folder]} is a folder: name files, or one folder alone`);
    const files = await filesIn(inputs[0], isInput);
    await prepareOutputFolder(output, inputs[0]);
    return { jobs: intoFolder(files, output, extension), many: true };
  }
  const jobs =
    inputs.length > 1 || /[\\/]$/.test(output) || (await kindOf(output)) === 'folder'
      ? intoFolder(inputs, output, extension)
      : [{ input: inputs[0], output }];
  if (jobs[0].output !== output) await prepareOutputFolder(output);
  await checkOutputFiles(
    jobs.map((job) => job.output),
    inputs,
  );
  return { jobs, many: jobs.length > 1 };
}

async function filesIn(folder: string, isInput: (name: string) => boolean): Promise<string[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && isInput(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) {
    throw new WorkError(`${folder}: no pictures in this folder; put PNG, JPEG or WebP files there`);
  }
  return names.map((name) => join(folder, name));
}

/** A job a file. a.png and a.jpg beside each other keep their endings, so that neither result replaces the other. */
function intoFolder(files: readonly string[], output: string, extension: string): PictureJob[] {
  const times = new Map<string, number>();
  for (const file of files) times.set(baseName(file), (times.get(baseName(file)) ?? 0) + 1);
  const stem = (file: string) => ((times.get(baseName(file)) ?? 0) > 1 ? basename(file) : baseName(file));
  const jobs = files.map((file) => ({ input: file, output: join(output, stem(file) + extension) }));
  const inputOf = new Map<string, string>();
  for (const job of jobs) {
    const other = inputOf.get(job.output);
    if (other) throw new UsageError(`${other} and ${job.input} would both become ${job.output}; give one another name`);
    inputOf.set(job.output, job.input);
  }
  return jobs;
}

/** How a run ended. */
export interface RunReport<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly input: string; readonly error: string }[];
}

/**
 * Does the jobs in order. Among many a bad picture does not stop the others; a single picture's error is thrown.
 *
 * @throws the signal's reason when it aborts
 */
export async function runPictures<T>(
  { jobs, many }: PicturePlan,
  label: string,
  signal: AbortSignal,
  work: (job: PictureJob) => Promise<T>,
): Promise<RunReport<T>> {
  const done: T[] = [];
  const failed: { input: string; error: string }[] = [];
  const progress = many ? createProgress(label, jobs.length, { everyStep: true }) : null;
  try {
    for (const [i, job] of jobs.entries()) {
      signal.throwIfAborted();
      let outcome = basename(job.input);
      try {
        done.push(await work(job));
      } catch (error) {
        signal.throwIfAborted();
        if (!many) throw error;
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
