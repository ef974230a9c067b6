import type { StoredLeaf } from '../core/serializer.js';
import { FormatError } from './formatError.js';
import type { HostArray } from './hostArray.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import { arrayToLeaf, scalarToArray, tensorToArray } from './storedLeaf.js';

/** Metadata fields of this name hold what no tensor can: texts and nulls, as JSON. */
const VALUE = 'value:';

/**
 * State that `saveState` collected, as the bytes of a `.safetensors` file: tensors and numbers as tensors, texts and
 * nulls in the metadata.
 */
export function writeState(
  state: ReadonlyMap<string, StoredLeaf>,
  { dtype = 'float32' as 'float32' | 'float16', metadata = {} as Readonly<Record<string, string>> } = {},
): Uint8Array<ArrayBuffer> {
  const tensors: [string, HostArray][] = [];
  const texts: Record<string, string> = { ...metadata };
  for (const [key, leaf] of state) {
    if (leaf === null || typeof leaf === 'string') texts[VALUE + key] = JSON.stringify(leaf);
    else if (typeof leaf === 'object')
      tensors.push([key, tensorToArray(leaf, dtype === 'float16' || leaf.half === true, key)]);
    else tensors.push([key, scalarToArray(leaf)]);
  }
  return writeSafetensors(tensors, texts);
}

/**
 * Reads what `writeState` wrote; `loadState` takes it.
 *
 * @throws FormatError
 */
export function readState(bytes: Uint8Array): {
  state: Map<string, StoredLeaf>;
  metadata: Readonly<Record<string, string>>;
} {
  const file = readSafetensors(bytes);
  const state = new Map<string, StoredLeaf>();
  for (const [key, array] of file.tensors) state.set(key, arrayToLeaf(array));
  const metadata: Record<string, string> = {};
  for (const [key, text] of Object.entries(file.metadata)) {
    if (!key.startsWith(VALUE)) metadata[key] = text;
    else state.set(key.slice(VALUE.length), parseValue(text, key));
  }
  return { state, metadata };
}

function parseValue(text: string, key: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value === 'string') return value;
  } catch {
    // reported below
  }
  throw new FormatError('damaged', `${key} in the metadata is neither text nor null`);
}
