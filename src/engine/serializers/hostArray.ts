import { narrowToFloat16, widenBfloat16, widenFloat16 } from './float16.js';
import { FormatError } from './formatError.js';

/** How the elements lie in memory here, for each dtype of a file. Half precision is widened to float32 on reading. */
interface HostData {
  float16: Float32Array<ArrayBuffer>;
  bfloat16: Float32Array<ArrayBuffer>;
  float32: Float32Array<ArrayBuffer>;
  float64: Float64Array<ArrayBuffer>;
  int8: Int8Array<ArrayBuffer>;
  int16: Int16Array<ArrayBuffer>;
  int32: Int32Array<ArrayBuffer>;
  int64: BigInt64Array<ArrayBuffer>;
  uint8: Uint8Array<ArrayBuffer>;
  uint16: Uint16Array<ArrayBuffer>;
  uint32: Uint32Array<ArrayBuffer>;
  uint64: BigUint64Array<ArrayBuffer>;
  /** 0 or 1. */
  bool: Uint8Array<ArrayBuffer>;
}

/** Element types of the files that are read and written. */
export type HostDType = keyof HostData;

/** An array in host memory as a file holds it: row-major, with the file's element type. */
export type HostArray = {
  [D in HostDType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: HostData[D] };
}[HostDType];

/** Bytes of one element in a file. */
export const ITEM_SIZES: Record<HostDType, number> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
};

/** Most axes of an array in a file; NumPy 1's limit. */
const MAX_AXES = 32;

/**
 * Number of elements of a shape that a file claims, checked without overflow and before anything is allocated.
 *
 * @param name what the array is called in messages
 * @throws FormatError `damaged` for entries that are no sizes, `too-large` for products beyond 2⁵³
 */
export function checkedCount(shape: readonly unknown[], name: string): number {
  if (shape.length > MAX_AXES) {
    throw new FormatError('damaged', `${name}: ${shape.length} axes are too many; at most ${MAX_AXES}`);
  }
  let count = 1;
  for (const side of shape) {
    if (typeof side !== 'number' || !Number.isSafeInteger(side) || side < 0) {
      throw new FormatError('damaged', `${name}: ${String(side).slice(0, 40)} in its shape is no size`);
    }
    count *= side;
    if (!Number.isSafeInteger(count)) {
      throw new FormatError('too-large', `${name}: shape (${shape.join(', ')}) has more elements than can be counted`);
    }
  }
  return count;
}

/**
 * Elements out of little-endian bytes, copied (the bytes may lie at any offset). The host is little-endian, as every
 * machine that JavaScript engines are shipped for is.
 *
 * @param bytes count · item size bytes
 */
export function decodeElements(dtype: HostDType, shape: readonly number[], bytes: Uint8Array): HostArray {
  if (dtype === 'float16') return { dtype, shape, data: widenFloat16(halves(bytes)) };
  if (dtype === 'bfloat16') return { dtype, shape, data: widenBfloat16(halves(bytes)) };
  const { buffer } = new Uint8Array(bytes); // not slice(): a Node Buffer's shares its memory
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: new Float32Array(buffer) };
    case 'float64':
      return { dtype, shape, data: new Float64Array(buffer) };
    case 'int8':
      return { dtype, shape, data: new Int8Array(buffer) };
    case 'int16':
      return { dtype, shape, data: new Int16Array(buffer) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(buffer) };
    case 'int64':
      return { dtype, shape, data: new BigInt64Array(buffer) };
    case 'uint8':
      return { dtype, shape, data: new Uint8Array(buffer) };
    case 'uint16':
      return { dtype, shape, data: new Uint16Array(buffer) };
    case 'uint32':
      return { dtype, shape, data: new Uint32Array(buffer) };
    case 'uint64':
      return { dtype, shape, data: new BigUint64Array(buffer) };
    case 'bool':
      return { dtype, shape, data: new Uint8Array(buffer) };
  }
}

/** The 16-bit words of some bytes, the same memory where they lie at an even offset. */
function halves(bytes: Uint8Array): Uint16Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/**
 * Little-endian bytes of an array's elements. They may share the array's memory.
 *
 * @throws FormatError `mismatch` when data and shape disagree, `unsupported` for bfloat16, which is only read
 */
export function encodeElements({ dtype, shape, data }: HostArray, name: string): Uint8Array {
  const count = checkedCount(shape, name);
  if (data.length !== count) {
    throw new FormatError(
      'mismatch',
      `${name}: shape (${shape.join(', ')}) needs ${count} elements, has ${data.length}`,
    );
  }
  if (dtype === 'bfloat16') {
    throw new FormatError('unsupported', `${name}: bfloat16 is read, not written; use float16 or float32`);
  }
  const stored = dtype === 'float16' ? narrowToFloat16(data) : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

/** The elements as float32, whatever number type they have. */
export function toFloat32({ data }: HostArray): Float32Array<ArrayBuffer> {
  if (data instanceof Float32Array) return data;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  return Float32Array.from(data);
}
