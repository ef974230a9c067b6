import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type AveragePoolingNDOptions, averagePoolingND } from './averagePoolingND.js';

/** Mean of each window of (N, C, d); see `averagePoolingND`. */
export function averagePooling1D(x: Operand, ksize: number, options: AveragePoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('averagePooling1D', v.ndim === 3, 'x (N, C, d)', { x: v });
  return averagePoolingND(v, ksize, options);
}
