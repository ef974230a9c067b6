import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { expandDims } from '../array/expandDims.js';
import { squeeze } from '../array/squeeze.js';
import { batchInv } from './batchInv.js';

/** Inverse of a matrix (n, n); see `batchInv`. */
export function inv(a: Operand): Variable {
  const v = asVariable(a);
  expectType('inv', v.ndim === 2 && v.shape[0] === v.shape[1], 'a (n, n)', { a: v });
  return squeeze(batchInv(expandDims(v, 0)), 0);
}
