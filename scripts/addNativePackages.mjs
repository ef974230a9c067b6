// Installs the native modules of both processors of this system, before a package for both is made: npm installs its own alone.
// Needs the network; changes node_modules and nothing else. With `--list` it only says which they are, for the system named after it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const list = process.argv[2] === '--list';
const system = (list && process.argv[3]) || process.platform;

/** The modules of a package for one processor, as name@version; C libraries other than the usual one are left out. */
function modulesFor(name, processor) {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  const wanted = new RegExp(`-${system}-${processor}(-msvc|-gnu)?$`);
  const modules = Object.entries(manifest.optionalDependencies).filter(([module]) => wanted.test(module));
  if (modules.length === 0) throw new Error(`${name} names no module for ${system} on ${processor}`);
  return modules.map(([module, version]) => `${module}@${version}`);
}

const packages = ['x64', 'arm64'].flatMap((processor) => modulesFor('sharp', processor));
console.log(packages.join('\n'));
if (!list) {
  // --force: npm refuses modules of another processor otherwise. On Windows npm is a script, which only a shell can start.
  execFileSync('npm', ['install', '--no-save', '--force', '--ignore-scripts', ...packages], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
