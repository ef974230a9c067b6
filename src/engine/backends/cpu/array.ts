import type { DeviceArray, DType, Shape } from '../backend.js';
import type { Block } from './heap.js';

/**
 * Memory that arrays share, counted. `derived` holds forms of the contents, as packed weights, that were computed to be kept; null
 * for one that was used once and thrown away.
 */
export interface Storage {
  readonly block: Block;
  owners: number;
  derived: Map<string, Block | null> | null;
  /** Memory that `block` joins when it is first asked for, and how many channels each holds; null, or left out, where it has its own. */
  readonly parts?: readonly Part[] | null;
}

/** A share of the channels of an array in channel blocks. */
export interface Part {
  readonly storage: Storage;
  readonly channels: number;
}

/**
 * An array in linear memory. `blocked` says that a (N, C, H, W) array with C % 4 = 0 lies as (N, C/4, H, W, 4): vectors
 * of four channels. Both layouts are one where H·W = 1; such arrays are never marked.
 */
export class CpuArray implements DeviceArray {
  readonly size: number;

  constructor(
    readonly shape: Shape,
    readonly dtype: DType,
    public storage: Storage,
    public blocked: boolean,
  ) {
    let size = 1;
    for (const d of shape) size *= d;
    this.size = size;
  }

  get ptr(): number {
    return this.storage.block.ptr;
  }
}

/** Whether a shape can lie in channel blocks, and would differ from plain there. */
export function canBlock(shape: Shape): boolean {
  return shape.length === 4 && shape[1]! > 0 && shape[1]! % 4 === 0 && shape[2]! * shape[3]! > 1;
}
