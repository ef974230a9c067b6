// Installs the native modules of both processors of this system, before a package for both is made: npm installs its own alone.
// Needs the network; changes node_modules and nothing else.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const wanted = new RegExp(`-${process.platform}-(x64|arm64)(-msvc)?$`);

const packages = ['sharp', '@resvg/resvg-js'].flatMap((name) => {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return Object.entries(manifest.optionalDependencies)
    .filter(([module]) => wanted.test(module))
    .map(([module, version]) => `${module}@${version}`);
});
console.log(packages.join('\n'));
// --force: npm refuses modules of another processor otherwise. On Windows npm is a script, which only a shell can start.
execFileSync('npm', ['install', '--no-save', '--force', '--ignore-scripts', ...packages], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
