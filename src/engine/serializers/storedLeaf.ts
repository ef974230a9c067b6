import type { StoredLeaf } from '../core/serializer.js';
import { FormatError } from './formatError.js';
import { type HostArray, toFloat32 } from './hostArray.js';
import type { NpyValue } from './npy.js';

const isArray = (leaf: StoredLeaf): leaf is Exclude<StoredLeaf, number | boolean | string | null> =>
  typeof leaf === 'object' && leaf !== null;

/** A number or truth value as Python stores it: 0-d int64, float64 or bool. */
export function scalarToArray(value: number | boolean): HostArray {
  if (typeof value === 'boolean') return { dtype: 'bool', shape: [], data: Uint8Array.of(value ? 1 : 0) };
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    return { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) };
  }
  return { dtype: 'float64', shape: [], data: Float64Array.of(value) };
}

/** An array of state as files hold it; float32 ones at half precision if asked. */
export function tensorToArray(
  leaf: Exclude<StoredLeaf, number | boolean | string | null>,
  half: boolean,
  name: string,
): HostArray {
  const { shape } = leaf;
  if (leaf.data instanceof Int32Array) return { dtype: 'int32', shape, data: leaf.data as Int32Array<ArrayBuffer> };
  const data = leaf.data as Float32Array<ArrayBuffer>;
  if (half && data.some((value) => Math.abs(value) >= 65_520 && Number.isFinite(value))) {
    throw new FormatError('unsupported', `${name}: its values exceed half precision's ±65 504; save it as float32`);
  }
  return { dtype: half ? 'float16' : 'float32', shape, data };
}

/** State as `.npy` values. */
export function leafToNpy(leaf: StoredLeaf, name: string): NpyValue {
  if (leaf === null) return null;
  if (typeof leaf === 'string') return { dtype: 'string', shape: [], data: [leaf] };
  return isArray(leaf) ? tensorToArray(leaf, leaf.half === true, name) : scalarToArray(leaf);
}

/** A file's value as state: 0-d arrays of wide types are numbers, all others float32 or int32. */
export function npyToLeaf(value: NpyValue, name: string): StoredLeaf {
  if (value === null) return null;
  if (value.dtype !== 'string') return arrayToLeaf(value);
  if (value.shape.length === 0) return value.data[0];
  throw new FormatError('unsupported', `${name}: an array of strings is no state`);
}

/** A file's array as state. */
export function arrayToLeaf(array: HostArray): StoredLeaf {
  const { dtype, shape, data } = array;
  if (shape.length === 0 && (dtype === 'int64' || dtype === 'float64')) return Number(data[0]);
  if (shape.length === 0 && dtype === 'bool') return data[0] !== 0;
  if (dtype === 'int32') return { shape, data };
  return { shape, data: toFloat32(array) };
}
