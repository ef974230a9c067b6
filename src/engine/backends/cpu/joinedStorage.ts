import { type Shape, sizeOf } from '../backend.js';
import type { Part, Storage } from './array.js';
import { copyRows } from './copies.js';
import type { CpuDevice } from './device.js';
import type { Block } from './heap.js';

/**
 * Arrays in channel blocks joined along their channels, of which each part is owned too. A convolution reads the parts where they
 * are; memory for the whole is filled the first time that anything else asks for it.
 */
export class JoinedStorage implements Storage {
  owners = 1;
  derived: Map<string, Block | null> | null = null;
  #block: Block | null = null;
  #parts: readonly Part[] | null;

  constructor(
    private readonly device: CpuDevice,
    private readonly shape: Shape,
    parts: readonly Part[],
  ) {
    this.#parts = parts;
    for (const { storage } of parts) storage.owners++;
  }

  get parts(): readonly Part[] | null {
    return this.#parts;
  }

  get block(): Block {
    this.#block ??= this.#fill(this.#parts!);
    return this.#block;
  }

  #fill(parts: readonly Part[]): Block {
    const { device, shape } = this;
    const block = device.takeBlock(sizeOf(shape) * 4);
    const [images, channels, height, width] = shape as [number, number, number, number];
    let at = block.ptr;
    for (const { storage, channels: own } of parts) {
      const bytes = own * height * width * 4;
      copyRows(device, storage.block.ptr, at, images, bytes, bytes, channels * height * width * 4);
      at += bytes;
    }
    this.dropParts();
    return block;
  }

  /** Gives up what the parts hold, once they are copied or nobody can ask any more. */
  dropParts(): void {
    const parts = this.#parts;
    this.#parts = null;
    for (const { storage } of parts ?? []) this.device.drop(storage);
  }
}
