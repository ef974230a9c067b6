import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const reasons: Record<string, string> = {
  ENOENT: 'its folder does not exist; create it or choose another',
  ENOTDIR: 'a part of its path is a file, not a folder; choose another path',
  EACCES: 'you may not write there; choose another folder or change its permissions',
  EPERM: 'you may not write there; choose another folder or change its permissions',
  EROFS: 'the disk is read-only; choose another folder',
  ENOSPC: 'the disk is full; free some space and try again',
  EDQUOT: 'your disk quota is used up; free some space and try again',
  EISDIR: 'it is a folder; choose a file name',
  ENAMETOOLONG: 'its name is too long; choose a shorter one',
};

/** What a failed write means to a person: the reason and the way out, without the file's name. */
export function explainWriteFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? `${message ?? error}`;
}

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, flushed to the disk, then renamed over
 * the target. After a failure the target is as it was and the temporary file is gone.
 *
 * @throws the file system's error; `explainWriteFailure` puts it in words
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  let file: FileHandle | undefined;
  try {
    file = await open(temporary, 'wx');
    await file.writeFile(content);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(temporary, path);
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}
