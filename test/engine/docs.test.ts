/** The reference is made of the docstrings: none of what people call may be without one. */
import { join } from 'node:path';
import { expect, describe as group, test } from 'vitest';
import { describe, exportsOf, PARTS } from '../../scripts/makeReference.mjs';

group('the reference has a text for each', () => {
  test.each(Object.entries(PARTS))('function and class of %s', (_part, index) => {
    const entries = exportsOf(join(import.meta.dirname, '../../src/engine', index as string)) as {
      name: string;
      file: string;
    }[];
    expect(entries.length).toBeGreaterThan(0);
    const bare = entries.filter((entry) => {
      const found = describe(entry);
      return !found || (found.comment === null && ['function', 'class', 'const'].includes(found.kind));
    });
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});
