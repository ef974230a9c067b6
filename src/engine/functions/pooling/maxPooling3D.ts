import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { PerAxis } from '../window.js';
import { type MaxPoolingNDOptions, maxPoolingND } from './maxPoolingND.js';

/** Maximum of each window of (N, C, D, H, W); see `maxPoolingND`. */
export function maxPooling3D(x: Operand, ksize: PerAxis, options: MaxPoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('maxPooling3D', v.ndim === 5, 'x (N, C, D, H, W)', { x: v });
  return maxPoolingND(v, ksize, options);
}
