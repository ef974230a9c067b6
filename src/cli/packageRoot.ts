import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findPackageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'irodori') return folder;
    if (folder === dirname(folder)) throw new Error('the package.json of irodori is missing; install it again');
  }
}

/** The folder of the installed package (or the checkout), where `assets` and `dist` are. */
export const packageRoot = findPackageRoot();

/** The version in package.json. */
export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
