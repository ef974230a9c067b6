import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type PairIndex, pairBytes, parsePairIndex, type Split } from './pairFile.js';

/** Open training pairs; reading one is one read of a few dozen kilobytes at a known place. */
export class PairReader implements Disposable {
  readonly index: PairIndex;
  private readonly file: number;

  /**
   * @param folder with `pairs.bin` and `index.json`
   * @throws Error when they are missing or do not fit each other
   */
  constructor(folder: string) {
    this.index = parsePairIndex(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
    this.file = openSync(join(folder, 'pairs.bin'), 'r');
    const expected = this.index.items.length * pairBytes(this.index.size);
    const { size } = fstatSync(this.file);
    if (size !== expected) {
      closeSync(this.file);
      throw new Error(`pairs.bin has ${size} bytes where index.json speaks of ${expected}; build the pairs again`);
    }
  }

  get length(): number {
    return this.index.items.length;
  }

  /** Numbers of the pairs of one split. */
  of(split: Split): number[] {
    return this.index.items.flatMap((item, k) => (item.split === split ? [k] : []));
  }

  /**
   * One pair's bytes: line, red, green, blue planes.
   *
   * @param into takes the bytes, `pairBytes(size)` of them; a new array unless given
   */
  read(k: number, into = new Uint8Array(pairBytes(this.index.size))): Uint8Array {
    if (!(k >= 0 && k < this.length)) throw new RangeError(`pair ${k} of ${this.length}`);
    readSync(this.file, into, 0, into.length, k * into.length);
    return into;
  }

  close(): void {
    closeSync(this.file);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
