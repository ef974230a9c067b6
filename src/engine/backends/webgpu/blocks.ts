import { BlockGroup, groupOf } from './blockGroup.js';
import type { Block, BufferPool } from './bufferPool.js';
import type { Commands } from './commands.js';
import type { Storage } from './storage.js';

/** Gives storages their blocks: of their own, or side by side with others. */
export class Blocks {
  /** Storages that are to lie side by side and have no block yet, by each of them. */
  readonly #planned = new Map<Storage, readonly Storage[]>();
  #ended = false;

  /** @param limit bytes that a kernel may bind */
  constructor(
    private readonly pool: BufferPool,
    private readonly commands: Commands,
    private readonly limit: number,
  ) {}

  /** The block of a storage; undefined contents if it had none. */
  blockOf(storage: Storage): Block {
    if (!storage.block) {
      const neighbours = this.#planned.get(storage);
      if (neighbours) this.#place(neighbours);
      else storage.block = this.#take(storage.bytes);
    }
    return storage.block!;
  }

  release(storage: Storage): void {
    const { block } = storage;
    storage.block = null;
    if (!block || this.#ended) return;
    const group = groupOf(block);
    if (!group) this.pool.give(block);
    else if (group.drop()) this.pool.give(group.whole);
  }

  /** dst gets the block of src, which nobody needs any more. */
  takeOver({ src, dst }: { src: Storage; dst: Storage }): void {
    const block = this.blockOf(src);
    this.release(dst);
    src.block = null;
    dst.block = block;
  }

  /** Sees to it that storages lie side by side, unless some do with others: now if they have contents, else when they get a block. */
  gather(storages: readonly Storage[]): void {
    if (storages.some((s) => groupOf(s.block) || this.#planned.has(s))) return;
    if (new Set(storages).size < storages.length) return;
    if (BlockGroup.bytesFor(storages.map((s) => s.bytes)) > this.limit) return;
    if (storages.some((s) => s.block)) this.#place(storages);
    else for (const s of storages) this.#planned.set(s, storages);
  }

  #place(storages: readonly Storage[]): void {
    const sizes = storages.map((s) => s.bytes);
    const group = new BlockGroup(this.#take(BlockGroup.bytesFor(sizes)), sizes);
    for (const [i, s] of storages.entries()) {
      const [old, part] = [s.block, group.parts[i]];
      this.#planned.delete(s);
      if (old) {
        this.commands.copy(old, part, Math.min(old.bytes, part.bytes));
        this.pool.give(old);
      }
      s.block = part;
    }
  }

  /** Copies of blocks in a buffer that a launch also writes: it may not bind one buffer for both. */
  apart(reads: readonly Block[], writes: readonly Block[]): { readonly blocks: Block[]; readonly copies: Block[] } {
    const copies: Block[] = [];
    const blocks = reads.map((block) => {
      if (!writes.some(({ buffer }) => buffer === block.buffer)) return block;
      const copy = this.#take(block.bytes);
      this.commands.copy(block, copy, block.bytes);
      copies.push(copy);
      return copy;
    });
    return { blocks, copies };
  }

  /** Gives back what `apart` took. */
  giveBack(copies: readonly Block[]): void {
    for (const copy of copies) this.pool.give(copy);
  }

  #take(bytes: number): Block {
    this.commands.begin();
    return this.pool.take(bytes, this.commands.batch);
  }

  dispose(): void {
    this.#ended = true;
    this.pool.clear();
  }
}
