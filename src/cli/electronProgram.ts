import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './packageRoot.js';

/** Electron's package in a checkout; it is no dependency of the installed program. */
export const electronPackage = join(packageRoot, 'node_modules', 'electron');

/** Electron's program, or null while it was not downloaded. (Asking the package itself would start the download.) */
export function electronProgram(): string | null {
  const name = join(electronPackage, 'path.txt');
  const path = existsSync(name) ? join(electronPackage, 'dist', readFileSync(name, 'utf8').trim()) : null;
  return path && existsSync(path) ? path : null;
}
