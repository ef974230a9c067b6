import type { DType } from '../backend.js';

const INTEGERS = { prefix: 'int', type: 'i32' };
const FLOATS = { prefix: 'float', type: 'f32' };

/** How kernels that choose a scalar function call it: functions are named float_op or int_op, arrays are raw words. */
export const scalarOf = (dtype: DType): { readonly prefix: string; readonly type: string } =>
  dtype === 'int32' ? INTEGERS : FLOATS;

/** Words as arguments of a function on this dtype: `bitcast<f32>(a), bitcast<f32>(b)`. */
export const onWords = (dtype: DType, ...names: string[]): string =>
  names.map((name) => `bitcast<${scalarOf(dtype).type}>(${name})`).join(', ');
