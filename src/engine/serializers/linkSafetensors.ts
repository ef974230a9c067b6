import type { Serializable } from '../core/serializer.js';
import { readState, writeState } from './state.js';
import { fillTarget, type LoadOptions, readTarget } from './target.js';

/**
 * A link, optimizer or trainer as the bytes of a `.safetensors` file, under the keys of `saveNpz`.
 *
 * @param options.dtype    'float16' halves the file, for shipping; training goes on exactly only from 'float32' (default)
 * @param options.metadata text fields to keep with it
 */
export async function saveSafetensors(
  target: Serializable,
  options?: { dtype?: 'float32' | 'float16'; metadata?: Readonly<Record<string, string>> },
): Promise<Uint8Array<ArrayBuffer>> {
  return writeState(await readTarget(target), options);
}

/**
 * Loads a `.safetensors` file, as `loadNpz` does a `.npz`.
 *
 * @returns the file's metadata
 * @throws MismatchError with every missing, surplus or wrongly shaped key; FormatError when the file is bad
 */
export function loadSafetensors(
  bytes: Uint8Array,
  target: Serializable,
  options?: LoadOptions,
): Readonly<Record<string, string>> {
  const { state, metadata } = readState(bytes);
  const source = {
    names: [...state.keys()],
    shape: (name: string) => {
      const leaf = state.get(name);
      if (leaf === null || leaf === undefined) return null;
      return typeof leaf === 'object' ? leaf.shape : [];
    },
    read: (name: string) => state.get(name) ?? null,
  };
  fillTarget(target, source, options);
  return metadata;
}
