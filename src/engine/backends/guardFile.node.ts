import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StartupGuard } from './select.js';

/** The program's folder for what may be lost, where the platform has such folders. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32')
    return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'irodori', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'irodori');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'irodori');
}

export const GUARD_FILE = join(cacheFolder(), 'gpu-start');

/**
 * A start-up guard in a file. A folder that cannot be written guards nothing, but stops nobody either. Two processes that
 * start at one moment see each other's mark; the second then takes the CPU, once.
 */
export function fileGuard(file = GUARD_FILE): StartupGuard {
  return {
    async begin() {
      await mkdir(dirname(file), { recursive: true }).catch(() => {});
      try {
        await writeFile(file, `${process.pid}\n`, { flag: 'wx' }); // fails if it is there
        return true;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code !== 'EEXIST';
      }
    },
    async end() {
      await rm(file, { force: true }).catch(() => {});
    },
  };
}
