import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../src/cli/packageRoot.js';
import type { Parts } from './electron.js';

/**
 * Among the app's own arguments: what follows is for the `irodori` command, and no window opens. Training runs so, in a process of
 * its own that outlives the window; the app cannot be told to be plain Node, which a fuse forbids.
 */
export const COMMAND_FLAG = '--irodori-command';

/** The arguments for the `irodori` command, or null where the app itself is to open. */
export function commandIn(argv: readonly string[]): string[] | null {
  const at = argv.indexOf(COMMAND_FLAG);
  return at < 0 ? null : argv.slice(at + 1);
}

/**
 * Where the command lies: the checkout, or a folder of the packaged app beside its archive, for the threads and the native modules
 * of the command are loaded by Node itself, which cannot look into the archive.
 */
export function commandFolder({ app }: Parts<'app'>): string {
  return app.isPackaged ? join(process.resourcesPath, 'command') : packageRoot;
}

/** One of the command's modules. All that belongs together must come from here, for a class is another one in another copy. */
export const loadCommandModule = <M>(folder: string, path: string): Promise<M> =>
  import(pathToFileURL(join(folder, 'dist/cli', path)).href) as Promise<M>;

/** Runs the command in this process, and ends it with the command's exit status. */
export async function runCommand(
  { app }: Parts<'app'>,
  folder: string,
  args: readonly string[],
  load: (folder: string, path: string) => Promise<unknown> = loadCommandModule,
): Promise<void> {
  app.disableHardwareAcceleration(); // nothing is shown: no process for that
  app.dock?.hide(); // macOS: a run has no window to come back to
  process.argv = [process.execPath, join(folder, 'dist/cli/main.js'), ...args];
  await load(folder, 'main.js'); // done when the command is
  app.exit(Number(process.exitCode ?? 0));
}
