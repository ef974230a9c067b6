import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { FileError } from '../../../src/ui/files/fileError.js';
import { readProject } from '../../../src/ui/files/projectFile.js';

test('what is wrong with a project is told in the reader’s language', () => {
  const refusal = (bytes: Uint8Array) => {
    try {
      readProject(bytes, 'x.irodori');
    } catch (error) {
      if (error instanceof FileError) return error.told;
      throw error;
    }
  };
  expect(refusal(strToU8('hello'))).toEqual({ key: 'project.notProject', values: { name: 'x.irodori' } });
  const newer = { 'project.json': strToU8('{"format":"irodori","version":2}'), 'sketch.png': strToU8('x') };
  expect(refusal(zipSync(newer))).toEqual({ key: 'project.newer', values: { name: 'x.irodori' } });
});
