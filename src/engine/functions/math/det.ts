import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { expandDims } from '../array/expandDims.js';
import { reshape } from '../array/reshape.js';
import { batchDet } from './batchDet.js';

/** Determinant of a matrix (n, n), a scalar; see `batchDet`. */
export function det(a: Operand): Variable {
  const v = asVariable(a);
  expectType('det', v.ndim === 2 && v.shape[0] === v.shape[1], 'a (n, n)', { a: v });
  return reshape(batchDet(expandDims(v, 0)), []);
}
