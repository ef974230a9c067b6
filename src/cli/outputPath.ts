import { constants } from 'node:fs';
import { access, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { explainWriteFailure } from '../vision/atomicFile.node.js';
import { UsageError, WorkError } from './errors.js';

/** Whether a path is a file, a folder or nothing yet. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/**
 * Checks before the work that a file can be written at its end.
 *
 * @param sources files that it must not replace
 * @throws WorkError, or UsageError when the output is one of the sources
 */
export const checkOutputFile = (path: string, sources: readonly string[] = []): Promise<void> =>
  checkOutputFiles([path], sources);

/** The same for several files. */
export async function checkOutputFiles(paths: readonly string[], sources: readonly string[]): Promise<void> {
  const sourcePaths = new Set(await Promise.all(sources.map(realPath)));
  for (const path of paths) {
    if ((await kindOf(path)) === 'folder') {
      throw new WorkError(`cannot write ${path}: it is a folder; give a file name`);
    }
    if (sourcePaths.has(await realPath(path))) {
      throw new UsageError(`the output ${path} would replace its own source; choose another name`);
    }
    await checkWritableFolder(dirname(resolve(path)), path);
  }
}

/**
 * Makes the folder of a folder run's output, parents included, and checks that files can be written in it.
 *
 * @throws WorkError, or UsageError when it is the source folder itself
 */
export async function prepareOutputFolder(path: string, source?: string): Promise<void> {
  if ((await kindOf(path)) === 'file') throw new WorkError(`cannot write into ${path}: it is a file; name a folder`);
  if (source !== undefined && (await realPath(path)) === (await realPath(source))) {
    throw new UsageError(`${path} is the source folder too; choose another folder for the output`);
  }
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new WorkError(`cannot make the folder ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
  await checkWritableFolder(path, path);
}

async function checkWritableFolder(folder: string, path: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new WorkError(`cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}

const realPath = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
