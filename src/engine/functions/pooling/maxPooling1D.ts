import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type MaxPoolingNDOptions, maxPoolingND } from './maxPoolingND.js';

/** Maximum of each window of (N, C, d); see `maxPoolingND`. */
export function maxPooling1D(x: Operand, ksize: number, options: MaxPoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('maxPooling1D', v.ndim === 3, 'x (N, C, d)', { x: v });
  return maxPoolingND(v, ksize, options);
}
