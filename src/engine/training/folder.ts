/** A place for files, so that the training loop runs in a browser as in Node (`NodeFolder`, from 'irodori/engine/node'). */
export interface Folder {
  /** Names of the files that are there. */
  list(): Promise<string[]>;
  read(name: string): Promise<Uint8Array>;
  /** Writes a whole file: readers see the old one or the new one. */
  write(name: string, contents: Uint8Array | string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A folder in memory. */
export class MemoryFolder implements Folder {
  readonly files = new Map<string, Uint8Array>();

  async list(): Promise<string[]> {
    return [...this.files.keys()];
  }

  async read(name: string): Promise<Uint8Array> {
    const file = this.files.get(name);
    if (!file) throw new Error(`MemoryFolder: no file ${name}`);
    return file;
  }

  async write(name: string, contents: Uint8Array | string): Promise<void> {
    this.files.set(name, typeof contents === 'string' ? new TextEncoder().encode(contents) : contents.slice());
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }
}
