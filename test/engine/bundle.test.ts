/** The engine as another package uses it: through a bundler, and in Node with whatever flags. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundle } from './bundle.js';

const kilobytes = (code: string): number => gzipSync(code).length / 1000;

test('all of it is below 250 kB gzipped, its WebAssembly included', async () => {
  const all = await bundle('all', "export * from 'irodori/engine';");
  expect(kilobytes(all)).toBeLessThan(250);
});

test('what a program does not use is left out', async () => {
  const tensor = await bundle('tensor', "import { Tensor } from 'irodori/engine'; console.log(Tensor);");
  expect(kilobytes(tensor)).toBeLessThan(20);
  const one = await bundle(
    'relu',
    "import { functions as F, init, Tensor } from 'irodori/engine'; await init(); console.log(F.relu(Tensor.of(1)));",
  );
  expect(one).not.toContain('deformableConvolution2DSampler');
  expect(kilobytes(one)).toBeLessThan(150);
});

test.each([
  ['a module on the command line', ['--input-type=module', '-e']],
  ['a script', ['--input-type=commonjs', '-e']],
])('threads start in %s', async (_name, flags) => {
  const program = `import('irodori/engine').then(async ({ init, Tensor }) => {
    const backend = await init({ backend: 'cpu', threads: 2 });
    console.log(backend.description, (await Tensor.full([300000], 2).square().sum().item()));
    await backend.dispose();
  });`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, program], {
    cwd: join(import.meta.dirname, '../..'),
    timeout: 30_000,
  });
  expect(stdout).toMatch(/^2 threads, .* 1200000\n$/);
  expect(stderr).toBe('');
});

test('init() without a GPU driver is silent', async () => {
  const program = "import('irodori/engine').then(async ({ init }) => (await init({ threads: 1 })).dispose());";
  const { stderr } = await promisify(execFile)(process.execPath, ['-e', program], {
    cwd: join(import.meta.dirname, '../..'),
    timeout: 30_000,
  });
  expect(stderr).toBe('');
});
