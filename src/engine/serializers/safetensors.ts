import { FormatError } from './formatError.js';
import {
  checkedCount,
  decodeElements,
  encodeElements,
  type HostArray,
  type HostDType,
  ITEM_SIZES,
} from './hostArray.js';

/**
 * The `.safetensors` format: header length (uint64, little-endian), a JSON header, then the elements without gaps.
 *
 * @see Hugging Face, safetensors, README "Format" and safetensors/src/tensor.rs (the checks)
 */
const MAX_HEADER = 100_000_000; // the reference reader's limit

const DTYPES: Record<string, HostDType> = {
  F16: 'float16',
  BF16: 'bfloat16',
  F32: 'float32',
  F64: 'float64',
  I8: 'int8',
  I16: 'int16',
  I32: 'int32',
  I64: 'int64',
  U8: 'uint8',
  U16: 'uint16',
  U32: 'uint32',
  U64: 'uint64',
  BOOL: 'bool',
};
const NAMES = Object.fromEntries(Object.entries(DTYPES).map(([name, dtype]) => [dtype, name])) as Record<
  HostDType,
  string
>;

const METADATA = '__metadata__';

/** What a `.safetensors` file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, HostArray>;
  /** The text fields under `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface TensorRecord {
  readonly dtype: HostDType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/**
 * The header alone: names, types, shapes and metadata, with all the checks. `bytes` is the whole file.
 *
 * @throws FormatError
 */
export function readSafetensorsHeader(bytes: Uint8Array): {
  tensors: Map<string, TensorRecord>;
  metadata: Record<string, string>;
  dataOffset: number;
} {
  if (bytes.length < 8) throw new FormatError('not-this-format', 'not a safetensors file: shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const beginsJson = bytes.length > 8 && bytes[8] === 0x7b;
  if (!beginsJson) throw new FormatError('not-this-format', 'not a safetensors file');
  if (length > MAX_HEADER) {
    throw new FormatError('too-large', `its header claims ${length} bytes; at most ${MAX_HEADER} are read`);
  }
  if (length < 2 || 8 + length > bytes.length) throw new FormatError('damaged', 'the file is cut short in its header');

  const header = parseHeader(bytes.subarray(8, 8 + length));
  const tensors = new Map<string, TensorRecord>();
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) metadata = checkMetadata(value);
    else tensors.set(name, checkRecord(name, value));
  }
  checkLayout(tensors, bytes.length - 8 - length);
  return { tensors, metadata, dataOffset: 8 + length };
}

/**
 * Reads a `.safetensors` file. Its header is checked whole – offsets without gap or overlap, sizes that fit shapes, an
 * exact end – before any element is copied.
 *
 * @throws FormatError
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { tensors, metadata, dataOffset } = readSafetensorsHeader(bytes);
  const arrays = Array.from(tensors, ([name, { dtype, shape, start, end }]): [string, HostArray] => [
    name,
    decodeElements(dtype, shape, bytes.subarray(dataOffset + start, dataOffset + end)),
  ]);
  return { tensors: new Map(arrays), metadata };
}

/**
 * Writes a `.safetensors` file: wide elements first, so that all are aligned, then by name. The same arrays give the
 * same bytes.
 *
 * @throws FormatError `mismatch` when data and shape disagree, `unsupported` for bfloat16
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, HostArray]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => ITEM_SIZES[y.dtype] - ITEM_SIZES[x.dtype] || (a < b ? -1 : a > b ? 1 : 0),
  );
  const records: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) records.push([METADATA, metadata]);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const [name, array] of sorted) {
    if (name === METADATA) throw new FormatError('unsupported', `a tensor may not be named ${METADATA}`);
    const part = encodeElements(array, name);
    records.push([name, { dtype: NAMES[array.dtype], shape: array.shape, data_offsets: [size, size + part.length] }]);
    parts.push(part);
    size += part.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(records)));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError('damaged', 'its header is no JSON', { cause });
  }
  if (!isObject(header)) throw new FormatError('damaged', 'its header is no JSON object');
  return header;
}

function checkMetadata(value: unknown): Record<string, string> {
  if (!isObject(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    throw new FormatError('damaged', `${METADATA} in its header holds something other than text`);
  }
  return value as Record<string, string>;
}

function checkRecord(name: string, value: unknown): TensorRecord {
  if (!isObject(value)) throw new FormatError('damaged', `${name}: its header entry is no object`);
  const { dtype: code, shape, data_offsets: offsets } = value;
  const dtype = typeof code === 'string' && Object.hasOwn(DTYPES, code) ? DTYPES[code] : undefined;
  if (!dtype)
    throw new FormatError('unsupported', `${name}: elements of type ${String(code).slice(0, 20)} are not read`);
  if (!Array.isArray(shape)) throw new FormatError('damaged', `${name}: its shape is no list`);
  const count = checkedCount(shape, name);
  const [start, end] = Array.isArray(offsets) && offsets.length === 2 ? offsets : [];
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new FormatError('damaged', `${name}: its offsets are no range`);
  }
  if (end - start !== count * ITEM_SIZES[dtype]) {
    throw new FormatError(
      'damaged',
      `${name}: shape (${shape.join(', ')}) of ${code} needs ${count * ITEM_SIZES[dtype]} bytes, but it has ${end - start}`,
    );
  }
  return { dtype, shape: shape as number[], start, end };
}

/** Elements follow one another without gap or overlap and end where the file ends. */
function checkLayout(tensors: Map<string, TensorRecord>, size: number): void {
  let at = 0;
  for (const [name, { start, end }] of [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (start !== at) throw new FormatError('damaged', `${name}: its elements begin at byte ${start}, not at ${at}`);
    at = end;
  }
  if (at > size)
    throw new FormatError('damaged', `the file is cut short: ${at} bytes of elements are missing ${at - size}`);
  if (at < size) throw new FormatError('damaged', `${size - at} bytes too many at the file's end`);
}
