/** Wrong use of a command: exit status 2. The message says what was given and what would be right. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The work failed for a reason that the message gives, with the way out: exit status 1. */
export class WorkError extends Error {
  override name = 'WorkError';
}

/** Exit statuses of the command. */
export const EXIT = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;

/** Errors whose message is already one line for people, by name: importing them all would load every part at each start. */
const KNOWN = new Set([
  'CpuMemoryError',
  'DeviceError',
  'DeviceLostError',
  'DeviceMemoryError',
  'EngineError',
  'FetchError',
  'FormatError',
  'HintsError',
  'ModelError',
  'NoGpuError',
  'NonFiniteError',
  'PictureError',
  'ProjectError',
  'TrainingError',
  'UsageError',
  'WorkError',
]);

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** The exit status and the one line for an error that ended a command. */
export function explainFailure(error: unknown): { status: number; line: string } {
  if (isAbort(error)) return { status: EXIT.interrupted, line: 'stopped; nothing half-written was left behind' };
  if (error instanceof UsageError) return { status: EXIT.wrongUse, line: error.message };
  return { status: EXIT.failed, line: failureLine(error) };
}

/** One line for people about any error. */
export function failureLine(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
  if (error instanceof Error && KNOWN.has(error.name)) return message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full; free some space and try again';
  if (code === 'EMFILE') return 'too many files are open; close other programs or raise the limit (ulimit -n)';
  if (error instanceof RangeError && /allocation|memory|array length/i.test(message)) {
    return 'not enough memory for this; try a smaller --size or a smaller picture';
  }
  return `${message} (unexpected: set IRODORI_TRACE=1 to see where, and report it)`;
}
