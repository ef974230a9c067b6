import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import config from '../../electron/builderConfig.js';
import { OPENABLE } from '../../electron/files.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('the system offers the studio for all that it opens', () => {
  const endings = config.fileAssociations.map(({ ext }) => ext);
  expect([...endings, 'jpeg'].sort()).toEqual([...OPENABLE].sort());
});

test('the fuses shut what an app could be abused through', () => {
  expect(config.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
  });
  expect(config.publish).toBeNull();
});

test('what the shell imports goes into the package', () => {
  const { main } = JSON.parse(read('package.json')) as { main: string };
  expect(main).toBe('dist/electron/main.js');
  // Packages that the shell's own modules and those they import name: each must be packed.
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = read(file);
    for (const [, name] of text.matchAll(/^(?:import|export)(?! type)[^;]*?from\s*'([^']+)'/gm)) {
      if (name.startsWith('.')) {
        const next = join(file, '..', name).replace(/\.js$/, '.ts');
        if (existsSync(join(root, next))) follow(next);
      } else if (!name.startsWith('node:') && name !== 'electron') packages.add(name);
    }
  };
  follow('electron/main.ts');
  expect([...packages]).toEqual(['zod']);
  expect(config.files).toContain('node_modules/zod/**/*.{js,cjs,json}');
});
