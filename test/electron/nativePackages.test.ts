import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each(['linux', 'darwin', 'win32'])(
  'packages for both processors of %s hold the native library for each',
  (system) => {
    const script = join(import.meta.dirname, '../../scripts/addNativePackages.mjs');
    const modules = execFileSync(process.execPath, [script, '--list', system], { encoding: 'utf8' }).trim().split('\n');
    for (const processor of ['x64', 'arm64'])
      expect(modules.filter((name) => name.startsWith(`@img/sharp-${system}-${processor}`))).toHaveLength(1);
  },
);
