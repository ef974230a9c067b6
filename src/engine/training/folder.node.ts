import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError } from '../core/errors.js';
import type { Folder } from './folder.js';

/** A folder of the file system. Files are written beside their place, flushed and moved there. */
export class NodeFolder implements Folder {
  constructor(readonly path: string) {}

  #pathOf(name: string): string {
    if (name !== basename(name) || name === '' || name === '..' || name === '.')
      throw new EngineError(`NodeFolder: "${name}" is no plain file name`);
    return join(this.path, name);
  }

  async list(): Promise<string[]> {
    try {
      const entries = await readdir(this.path, { withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    }
  }

  read(name: string): Promise<Uint8Array> {
    return readFile(this.#pathOf(name));
  }

  async write(name: string, contents: Uint8Array | string): Promise<void> {
    const path = this.#pathOf(name);
    const temporary = `${path}.tmp${process.pid}`;
    await mkdir(this.path, { recursive: true });
    try {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(contents);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(this.#pathOf(name), { force: true });
  }
}
