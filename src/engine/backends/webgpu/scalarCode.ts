import type { DType } from '../backend.js';

/** How kernels that choose a scalar function call it: functions are named float_op or int_op, arrays are raw words. */
export const SCALAR: Record<DType, { readonly prefix: string; readonly type: string }> = {
  float32: { prefix: 'float', type: 'f32' },
  int32: { prefix: 'int', type: 'i32' },
};

/** Words as arguments of a function on this dtype: `bitcast<f32>(a), bitcast<f32>(b)`. */
export const onWords = (dtype: DType, ...names: string[]): string =>
  names.map((name) => `bitcast<${SCALAR[dtype].type}>(${name})`).join(', ');
