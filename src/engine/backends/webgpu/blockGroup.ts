import type { Block } from './bufferPool.js';

/** What every GPU can bind a part of a buffer at. */
const ALIGNMENT = 256;

/** A block's place in a group. */
export interface Part extends Block {
  readonly group: BlockGroup;
  readonly place: number;
}

/**
 * Blocks side by side in one buffer, in a fixed order: what is done to each of a run of them alike can be done to the run as if it
 * were one array. The buffer goes back to its pool with the last of them.
 */
export class BlockGroup {
  readonly parts: readonly Part[];
  #held: number;

  /** Bytes of the buffer for parts of these sizes. */
  static bytesFor(sizes: readonly number[]): number {
    return sizes.reduce((sum, bytes) => sum + aligned(bytes), 0);
  }

  constructor(
    readonly whole: Block,
    sizes: readonly number[],
  ) {
    let offset = 0;
    this.parts = sizes.map((size, place) => {
      const bytes = aligned(size);
      const part = partOf(this, whole, place, offset, bytes);
      offset += bytes;
      return part;
    });
    this.#held = sizes.length;
  }

  /** Gives one part up. @returns whether it was the last */
  drop(): boolean {
    return --this.#held === 0;
  }
}

const aligned = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / ALIGNMENT) * ALIGNMENT;

function partOf(group: BlockGroup, whole: Block, place: number, offset: number, bytes: number): Part {
  return { group, place, buffer: whole.buffer, offset, bytes, id: `${whole.id}+${offset}:${bytes}`, use: whole.use };
}

const isPart = (block: Block | null): block is Part => block !== null && 'group' in block;

/** The group that a block is part of. */
export const groupOf = (block: Block | null): BlockGroup | null => (isPart(block) ? block.group : null);

/** The stretch of a buffer that these blocks cover, if they follow each other in a group; else null. */
export function stretchOf(blocks: readonly (Block | null)[]): Block | null {
  const [first] = blocks;
  if (!isPart(first)) return null;
  const follow = blocks.every((b, i) => isPart(b) && b.group === first.group && b.place === first.place + i);
  if (!follow) return null;
  const last = blocks[blocks.length - 1]!;
  const bytes = last.offset + last.bytes - first.offset;
  return { ...first, bytes, id: `${first.group.whole.id}+${first.offset}:${bytes}` };
}
