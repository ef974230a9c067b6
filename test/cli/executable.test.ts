import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// npm makes it so when it links the command, not when a later build or a new checkout in the same place writes the file anew.
test.skipIf(process.platform === 'win32')('the built command may be executed, whoever linked it', () => {
  const { mode } = statSync(join(import.meta.dirname, '../../dist/cli/main.js'));
  expect(mode & 0o111).toBe(0o111);
});
