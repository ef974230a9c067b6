import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test('README’s program learns what it says', async () => {
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  expect(program).toContain('irodori/engine');
  const file = join(root, 'test-results', 'readme.mjs'); // inside the package, which finds itself by its own name
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, program!);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  const numbers = [...stdout.matchAll(/-?\d+\.\d+(e-\d+)?/g)].map(([text]) => Math.round(Number(text)));
  expect(numbers.map(Math.abs)).toEqual([0, 1, 1, 0]);
});
