import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The folders of packages and of all that they need, as they are installed: `node_modules/sharp`, `node_modules/detect-libc`, …
 * What is optional is there only for the systems it was installed for.
 *
 * @param root  folder that has `node_modules`
 * @param names packages to begin with
 */
export function packedModules(root: string, names: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string, from: string) => {
    const folder = [`${from}node_modules/${name}`, `node_modules/${name}`].find((path) => existsSync(join(root, path)));
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies } = manifestIn(join(root, folder));
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) add(other, `${folder}/`);
  };
  for (const name of names) add(name, '');
  return [...found].filter((folder) => !folder.includes('/@webgpu/types')).sort(); // types alone
}

const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
