import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './guardFile.node.js';
import type { TuningStore } from './webgpu/index.js';

/** Measured choices of tile shapes in files, one for each adapter. A folder that cannot be written keeps nothing. */
export function fileTuning(folder = cacheFolder()): TuningStore {
  const fileOf = (adapter: string) => join(folder, `tuning-${adapter.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`);
  return {
    load: (adapter) => readFile(fileOf(adapter), 'utf8').catch(() => null),
    async save(adapter, text) {
      const file = fileOf(adapter);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(`${file}.${process.pid}.tmp`, text);
        await rename(`${file}.${process.pid}.tmp`, file);
      } catch {
        // measured again next time
      }
    },
  };
}
