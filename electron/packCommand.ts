import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { COMMAND_PACKAGES } from './commandPackages.js';
import { packedModules } from './packedModules.js';

/** Of the checkout, what the `irodori` command is: its program and the models to begin a training from. */
const PARTS = ['package.json', 'LICENSE', 'dist/cli', 'assets/models'];

/** Files that only makers of a package need. */
const NOT_RUN = /\.(d\.[mc]?ts|map|md|ts)$/;

/**
 * Copies the command with all it loads beside the packed app's archive: its threads and native modules are loaded by Node itself,
 * which cannot look into the archive.
 *
 * @param root   the built checkout
 * @param to     the command's folder in the package
 * @param system what is packed for, as the GPU's module names it: `linux-x64`, `win32-arm64`, `darwin-universal`
 */
export function packCommand(root: string, to: string, system: string): void {
  rmSync(to, { recursive: true, force: true });
  const gpuModules = join(root, 'node_modules/webgpu/dist');
  const runs = (path: string) =>
    !NOT_RUN.test(path) &&
    basename(path) !== '.package-lock.json' &&
    !(dirname(path) === gpuModules && basename(path) !== system); // one system's is large, and it comes for all
  const missing = PARTS.find((part) => !existsSync(join(root, part)));
  if (missing) throw new Error(`${missing} is missing; npm run build makes it`);
  for (const part of [...PARTS, ...packedModules(root, COMMAND_PACKAGES)]) {
    mkdirSync(dirname(join(to, part)), { recursive: true });
    cpSync(join(root, part), join(to, part), { recursive: true, filter: runs });
  }
}
