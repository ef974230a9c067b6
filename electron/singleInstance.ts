import type { Parts } from './electron.js';
import { fileInArguments } from './files.js';

/**
 * Keeps to one running app: a second start hands its file to the first and ends.
 *
 * @param onStart called in the first app for each later start, with its file if it brought one
 * @returns whether this is the first
 */
export function setupSingleInstance({ app }: Parts<'app'>, onStart: (file: string | null) => void): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', (_event, argv) => onStart(fileInArguments(argv.slice(1))));
  return true;
}
