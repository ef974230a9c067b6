import type { Planes } from '../../vision/planes.js';

/** Part of the data that a picture belongs to. `left-out`: its whole source is kept from training. */
export type Split = 'train' | 'validation' | 'test' | 'left-out';

/**
 * Training pairs, packed for fast reading. A folder holds:
 *
 * - `pairs.bin`: pairs one after the other without any header. A pair is four planes of size × size bytes, row-major:
 *   line (255 paper … 0 ink), red, green, blue (sRGB, colours without lines). Pair k begins at k · 4 · size².
 * - `index.json`: `PairIndex`; its items are in the order of `pairs.bin`.
 *
 * Multiply line and colour for a picture with its lines on.
 */
export interface PairIndex {
  readonly format: 'irodori-pairs';
  readonly version: 1;
  /** Side of the square pictures in pixels. */
  readonly size: number;
  readonly planes: readonly ['line', 'red', 'green', 'blue'];
  /** What made the pairs: equal recipes make equal bytes. */
  readonly recipe: PairRecipe;
  /** Where the pictures come from, for the model's card. */
  readonly sources: readonly SourceRecord[];
  readonly items: readonly PairItem[];
}

export interface PairRecipe {
  readonly name: string;
  readonly version: number;
  readonly seed: number;
}

export interface SourceRecord {
  readonly id: string;
  readonly package?: string;
  readonly version?: string;
  readonly licence: string;
  readonly author?: string;
  /** Drawings at hand; pairs are made of a random choice of them. */
  readonly pictures: number;
  readonly leftOut: boolean;
}

export interface PairItem {
  readonly name: string;
  /** Source of the main drawing. */
  readonly source: string;
  /** Names of the drawings in the picture, `source/item`. */
  readonly item: string;
  readonly split: Split;
  /** How the line art was made. */
  readonly lines: 'drawn' | 'filtered' | 'character';
}

/** Bytes of one pair. */
export function pairBytes(size: number): number {
  return 4 * size * size;
}

/**
 * A pair as the file keeps it.
 *
 * @param line 1 plane, 1 paper … 0 ink
 * @param rgb  3 planes of the same size, sRGB 0…1
 */
export function packPair(line: Planes, rgb: Planes): Uint8Array {
  const bytes = new Uint8Array(pairBytes(line.width));
  const clamped = new Uint8ClampedArray(bytes.buffer);
  const area = line.data.length;
  for (let i = 0; i < area; i++) clamped[i] = line.data[i] * 255;
  for (let i = 0; i < 3 * area; i++) clamped[area + i] = rgb.data[i] * 255;
  return bytes;
}

/**
 * Checks what an index file says.
 *
 * @throws Error with one line: what is wrong
 */
export function parsePairIndex(json: unknown): PairIndex {
  const index = json as Partial<PairIndex> | null;
  if (typeof index !== 'object' || index?.format !== 'irodori-pairs') {
    throw new Error('index.json does not describe training pairs; build them again');
  }
  if (index.version !== 1) throw new Error(`pairs of version ${index.version} are not read here; build them again`);
  const { size, items } = index;
  if (!Number.isInteger(size) || size! < 16 || size! > 4096 || !Array.isArray(items)) {
    throw new Error('index.json has no valid size or items; build the pairs again');
  }
  return index as PairIndex;
}
