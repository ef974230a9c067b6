/** Why a project file cannot be used; the message (one line, with the way out) is for the command line. */
export type ProjectErrorCode = 'not-a-project' | 'newer' | 'damaged' | 'too-large';

/** A project file that cannot be used. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';

  constructor(
    readonly code: ProjectErrorCode,
    message: string,
  ) {
    super(message);
  }
}
