import type { Serializable } from '../core/serializer.js';
import { openNpz, writeNpz } from './npz.js';
import { leafToNpy, npyToLeaf } from './storedLeaf.js';
import { fillTarget, type LoadOptions, readTarget } from './target.js';
import type { ZipLimits } from './zip.js';

/**
 * A link, optimizer or trainer as the bytes of a `.npz` with Chainer's keys: `conv1/W`, `bn1/gamma`, `bn1/avg_mean`, …
 *
 * @param options.compress deflate (default, as Chainer's `save_npz`)
 */
export async function saveNpz(
  target: Serializable,
  options?: { compress?: boolean },
): Promise<Uint8Array<ArrayBuffer>> {
  const state = await readTarget(target);
  return writeNpz(
    Array.from(state, ([key, leaf]) => [key, leafToNpy(leaf, key)] as const),
    options,
  );
}

/**
 * Loads a `.npz` that Chainer's `save_npz` or `saveNpz` wrote. Shapes must be exact, numbers are cast; parameters that
 * have no shape yet take the file's. On failure the target is as it was.
 *
 * @throws MismatchError with every missing, surplus or wrongly shaped key; FormatError when the file is bad
 */
export function loadNpz(bytes: Uint8Array, target: Serializable, options: LoadOptions & ZipLimits = {}): void {
  const npz = openNpz(bytes, options);
  const source = {
    names: npz.names,
    shape: (name: string) => {
      const { dtype, shape } = npz.header(name);
      return dtype === 'none' ? null : shape;
    },
    read: (name: string) => npyToLeaf(npz.read(name), name),
  };
  fillTarget(target, source, options);
}
