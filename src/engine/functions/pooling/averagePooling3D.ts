import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { PerAxis } from '../window.js';
import { type AveragePoolingNDOptions, averagePoolingND } from './averagePoolingND.js';

/** Mean of each window of (N, C, D, H, W); see `averagePoolingND`. */
export function averagePooling3D(x: Operand, ksize: PerAxis, options: AveragePoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('averagePooling3D', v.ndim === 5, 'x (N, C, D, H, W)', { x: v });
  return averagePoolingND(v, ksize, options);
}
