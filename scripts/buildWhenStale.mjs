// Builds when sources are newer than what was built from them. Run by `prepare`, which npm calls after `npm ci` and also when `npx irodori`
// runs the checkout's own command.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const SOURCES = [
  'src',
  'electron',
  'assets',
  'scripts',
  'package-lock.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'vite.command.config.ts',
];
const RESULTS = ['dist/cli/main.js', 'dist/electron/main.js', 'dist/studio/index.html'];

/** When the newest file at or under a path was written. Generated sources are results themselves. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return /\.generated\.ts$/.test(path) ? 0 : found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether everything is built from the sources as they are. */
export function isBuilt() {
  const results = RESULTS.map((path) => join(root, path));
  if (!results.every(existsSync)) return false;
  const built = Math.min(...results.map((path) => statSync(path).mtimeMs));
  return Math.max(...SOURCES.map((path) => newest(join(root, path)))) <= built;
}

/** Builds if needed. Returns null, or what the build said when it failed. */
export function buildWhenStale() {
  if (isBuilt()) return null;
  console.error('building …');
  const { status, stdout } = spawnSync('npm run build 2>&1', {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return status === 0 ? null : stdout;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const failure = buildWhenStale();
  if (failure !== null) {
    console.error(failure);
    process.exitCode = 1;
  }
}
