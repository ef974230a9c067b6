import { FormatError } from './formatError.js';
import { checkedCount, decodeElements, encodeElements, type HostArray, type HostDType } from './hostArray.js';

/**
 * The `.npy` format, versions 1 to 3: magic, header length, a Python dict literal, then the elements.
 *
 * @see NumPy, numpy/lib/format.py, "Format Version 1.0" and on
 */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** Longest header that is parsed, in bytes. NumPy writes some 80, and structured types are not read here. */
const MAX_HEADER = 65_536;

/** Most strings of one array: a width of zero would otherwise let a few bytes claim any number of them. */
const MAX_STRINGS = 1_000_000;

/** An array of strings (`<U…`, `|S…`). */
export interface StringArray {
  readonly dtype: 'string';
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

/** What a `.npy` file holds; null is Python's `None`. */
export type NpyValue = HostArray | StringArray | null;

/** What a header says, checked: sizes are exact and within the file's. */
export interface NpyHeader {
  readonly dtype: HostDType | 'string' | 'none';
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Whether the elements lie most significant byte first. */
  readonly bigEndian: boolean;
  /** NumPy's kind letter: f, i, u, b, U, S, O. */
  readonly kind: string;
  /** Bytes of one element. */
  readonly itemSize: number;
  /** Number of elements. */
  readonly count: number;
  /** Where the elements begin, in bytes. */
  readonly dataOffset: number;
}

const KINDS: Record<string, HostDType> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};

const DESCRS = Object.fromEntries(
  Object.entries(KINDS).map(([kind, dtype]) => [dtype, (kind.endsWith('1') ? '|' : '<') + kind]),
) as Record<HostDType, string>;

/** Bytes from the start that hold the whole header, or null when `bytes` is too short to say. */
export function npyHeaderSize(bytes: Uint8Array, name = 'array'): number | null {
  if (bytes.length < 12) return null;
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError('not-this-format', `${name}: not a NumPy array`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) {
    throw new FormatError('unsupported', `${name}: version ${version} of the .npy format is not read`);
  }
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) throw new FormatError('damaged', `${name}: a header of ${length} bytes is not believable`);
  return (version === 1 ? 10 : 12) + length;
}

/**
 * Reads the header alone.
 *
 * @param fileSize bytes of the whole `.npy`, of which `bytes` may be only the beginning
 * @throws FormatError when it is no `.npy`, damaged, or of a kind that is not read (objects, records, complex)
 */
export function readNpyHeader(bytes: Uint8Array, name = 'array', fileSize = bytes.length): NpyHeader {
  const dataOffset = npyHeaderSize(bytes, name);
  if (dataOffset === null || dataOffset > bytes.length) {
    throw new FormatError('damaged', `${name}: the array's header is cut short`);
  }
  const text = new TextDecoder('latin1').decode(bytes.subarray(bytes[6] === 1 ? 10 : 12, dataOffset));
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const sides = /['"]shape['"]\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (/['"]descr['"]\s*:\s*\[/.test(text)) throw new FormatError('unsupported', `${name}: record arrays are not read`);
  if (descr === undefined || order === undefined || sides === undefined) {
    throw new FormatError('damaged', `${name}: the array's header is unreadable`);
  }
  // Python 2 wrote sizes as 3L.
  const shape = sides
    .split(',')
    .map((side) => side.trim().replace(/L$/, ''))
    .filter((side) => side !== '')
    .map((side) => (/^\d+$/.test(side) ? Number(side) : Number.NaN));
  const count = checkedCount(shape, name);
  const [, endian, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  const layout = { shape, fortranOrder: order === 'True', bigEndian: endian === '>', kind, count, dataOffset };

  if (kind === 'O') {
    if (shape.length > 0) {
      throw new FormatError('unsupported', `${name}: an array of Python objects is not read; it could run code`);
    }
    return { ...layout, dtype: 'none', itemSize: 0 };
  }
  const dtype = kind === 'U' || kind === 'S' ? 'string' : KINDS[`${kind}${digits}`];
  if (dtype === undefined) {
    throw new FormatError('unsupported', `${name}: elements of type ${descr.slice(0, 20)} are not read`);
  }
  const itemSize = Number(digits) * (kind === 'U' ? 4 : 1);
  if (dtype === 'string' && count > MAX_STRINGS) {
    throw new FormatError('too-large', `${name}: ${count} strings are too many; at most ${MAX_STRINGS}`);
  }
  const need = count * itemSize;
  const have = fileSize - dataOffset;
  if (need !== have) {
    throw new FormatError(
      'damaged',
      `${name}: shape (${shape.join(', ')}) of ${descr} needs ${need} bytes, but ${have} are there`,
    );
  }
  return { ...layout, dtype, itemSize };
}

/**
 * Reads a `.npy` file. Every size is checked before memory is asked for.
 *
 * @param name what the array is called in messages
 * @returns the array, row-major and in this machine's byte order whatever the file has; null for Python's `None`, which
 *   is told by its type, without unpickling
 * @throws FormatError
 */
export function readNpy(bytes: Uint8Array, name = 'array'): NpyValue {
  const header = readNpyHeader(bytes, name);
  const { dtype, shape, itemSize, count } = header;
  if (dtype === 'none') return null;
  let elements = bytes.subarray(header.dataOffset);
  const wordSize = header.kind === 'U' ? 4 : header.kind === 'S' ? 1 : itemSize;
  if (header.bigEndian && wordSize > 1) elements = swapBytes(elements, wordSize);
  if (header.fortranOrder && shape.length > 1 && count > 0) elements = fromFortranOrder(elements, shape, itemSize);
  if (dtype !== 'string') return decodeElements(dtype, shape, elements);
  const decode = header.kind === 'U' ? decodeUtf32 : decodeBytes;
  const data = Array.from({ length: count }, (_, i) =>
    decode(elements.subarray(i * itemSize, (i + 1) * itemSize), name),
  );
  return { dtype, shape, data };
}

/** Writes version 1 of the format; strings as `<U…`, null as an object scalar that NumPy reads with `allow_pickle`. */
export function writeNpy(value: NpyValue, name = 'array'): Uint8Array<ArrayBuffer> {
  if (value === null) return assemble('|O', [], PICKLED_NONE);
  if (value.dtype !== 'string') return assemble(descrOf(value.dtype, name), value.shape, encodeElements(value, name));
  const texts = value.data.map((text) => Array.from(text, (letter) => letter.codePointAt(0) as number));
  if (texts.length !== checkedCount(value.shape, name)) {
    throw new FormatError(
      'mismatch',
      `${name}: shape (${value.shape.join(', ')}) does not hold ${texts.length} strings`,
    );
  }
  const width = Math.max(1, ...texts.map((points) => points.length));
  const words = new Uint32Array(texts.length * width);
  for (const [i, points] of texts.entries()) words.set(points, i * width);
  return assemble(`<U${width}`, value.shape, new Uint8Array(words.buffer));
}

// Protocol 0 of Python's pickle: N pushes None, a full stop ends.
const PICKLED_NONE = Uint8Array.from([0x4e, 0x2e]);

function descrOf(dtype: HostDType, name: string): string {
  const descr = DESCRS[dtype];
  if (!descr) throw new FormatError('unsupported', `${name}: NumPy has no ${dtype}; use float16 or float32`);
  return descr;
}

function assemble(descr: string, shape: readonly number[], elements: Uint8Array): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const dataOffset = Math.ceil((10 + text.length + 1) / 64) * 64; // elements begin at a multiple of 64, as NumPy's do
  const bytes = new Uint8Array(dataOffset + elements.length);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, dataOffset - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(dataOffset - 11)}\n`), 10);
  bytes.set(elements, dataOffset);
  return bytes;
}

function swapBytes(bytes: Uint8Array, wordSize: number): Uint8Array {
  const out = new Uint8Array(bytes); // not slice(): a Node Buffer's shares its memory
  for (let i = 0; i < out.length; i += wordSize) out.subarray(i, i + wordSize).reverse();
  return out;
}

/** Column-major elements in row-major order. */
function fromFortranOrder(bytes: Uint8Array, shape: readonly number[], itemSize: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const strides: number[] = [];
  for (let axis = 0, step = itemSize; axis < shape.length; step *= shape[axis++]) strides.push(step);
  const index = new Array<number>(shape.length).fill(0);
  for (let to = 0, from = 0; to < out.length; to += itemSize) {
    for (let byte = 0; byte < itemSize; byte++) out[to + byte] = bytes[from + byte];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

function decodeUtf32(bytes: Uint8Array, name: string): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4) {
    const point = view.getUint32(i, true);
    if (point > 0x10ffff) throw new FormatError('damaged', `${name}: a string holds no Unicode`);
    text += String.fromCodePoint(point);
  }
  return text.replace(/\0+$/, '');
}

const decodeBytes = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replace(/\0+$/, '');
