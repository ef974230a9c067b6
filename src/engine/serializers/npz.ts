import { FormatError } from './formatError.js';
import { type NpyHeader, type NpyValue, npyHeaderSize, readNpy, readNpyHeader, writeNpy } from './npy.js';
import { openZip, writeZip, type ZipEntry, type ZipLimits } from './zip.js';

/** An open `.npz`: arrays by name, each read when asked for. */
export interface Npz {
  /** In the file's order, without `.npy`. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Element type and shape, without reading the elements. */
  header(name: string): NpyHeader;
  /** The whole array, its check sum verified. */
  read(name: string): NpyValue;
}

/** Enough for NumPy's headers of usual length, magic included. */
const USUAL_HEADER = 128;

/**
 * Opens a `.npz` (a zip of `.npy` files, stored or deflated, zip64 included), reading nothing but its directory.
 *
 * @throws FormatError, here and from `header` and `read`
 */
export function openNpz(bytes: Uint8Array, limits?: ZipLimits): Npz {
  const entries = new Map<string, ZipEntry>();
  for (const entry of openZip(bytes, limits)) {
    if (entry.name.endsWith('.npy')) entries.set(entry.name.slice(0, -4), entry);
  }
  if (entries.size === 0) throw new FormatError('not-this-format', 'a zip archive, but without NumPy arrays');
  const find = (name: string): ZipEntry => {
    const entry = entries.get(name);
    if (!entry) throw new FormatError('mismatch', `no array ${name} in the file`);
    return entry;
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    header(name) {
      const entry = find(name);
      let start = entry.peek(USUAL_HEADER);
      const size = npyHeaderSize(start, name);
      if (size !== null && size > start.length) start = entry.peek(size);
      return readNpyHeader(start, name, entry.size);
    },
    read: (name) => readNpy(find(name).read(), name),
  };
}

/** Reads all arrays of a `.npz`. */
export function readNpz(bytes: Uint8Array, limits?: ZipLimits): Map<string, NpyValue> {
  const npz = openNpz(bytes, limits);
  return new Map(npz.names.map((name) => [name, npz.read(name)]));
}

/**
 * Writes a `.npz`, deflated unless `compress` is false (as `numpy.savez_compressed` and `numpy.savez` do).
 *
 * @param arrays by name; a name may have slashes
 */
export function writeNpz(
  arrays: Iterable<readonly [string, NpyValue]>,
  { compress = true }: { compress?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  return writeZip(
    Array.from(arrays, ([name, value]) => [`${name}.npy`, writeNpy(value, name)] as const),
    compress,
  );
}
