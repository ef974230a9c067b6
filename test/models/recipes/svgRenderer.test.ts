import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canDraw } from '../../../src/models/recipes/svgRenderer.node.js';

test('drawings are drawn by Node and by Electron told to be Node, not by an app', () => {
  expect(canDraw()).toBe(true);
  expect(canDraw({ node: '24.0.0', electron: '41.7.1' }, {})).toBe(false);
  expect(canDraw({ node: '24.0.0', electron: '41.7.1' }, { ELECTRON_RUN_AS_NODE: '1' })).toBe(true);
});

test.each(['linux', 'darwin', 'win32'])('packages for both processors of %s hold both libraries for each', (system) => {
  const script = join(import.meta.dirname, '../../../scripts/addNativePackages.mjs');
  const modules = execFileSync(process.execPath, [script, '--list', system], { encoding: 'utf8' }).trim().split('\n');
  for (const library of ['@img/sharp-', '@resvg/resvg-js-'])
    for (const processor of ['x64', 'arm64'])
      expect(modules.filter((name) => name.startsWith(`${library}${system}-${processor}`))).toHaveLength(1);
});
