import { ProjectError, type ProjectErrorCode } from '../../models/project/projectError.js';
import { ARCHIVE_MAX, type ProjectFile, readProject as read } from '../../models/project/projectFile.js';
import { FileError } from './fileError.js';

const KEYS = {
  'not-a-project': 'project.notProject',
  newer: 'project.newer',
  damaged: 'project.damaged',
  'too-large': 'file.tooManyBytes',
} as const satisfies Record<ProjectErrorCode, string>;

/**
 * Reads a project, its failures in the reader's language.
 *
 * @param file what to call the file in messages
 * @throws FileError
 */
export function readProject(bytes: Uint8Array, file: string): ProjectFile {
  try {
    return read(bytes, file);
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    const key = KEYS[error.code];
    if (key === 'file.tooManyBytes') throw new FileError({ key, values: { name: file, limit: ARCHIVE_MAX / 2 ** 20 } });
    throw new FileError({ key, values: { name: file } });
  }
}
