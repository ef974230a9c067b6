import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import type { PerAxis } from '../window.js';
import { type UnpoolingNDOptions, unpoolingND } from './unpoolingND.js';

/** Copies every value of (N, C, D, H, W) to its whole window; see `unpooling2D`. */
export function unpooling3D(x: Operand, ksize: PerAxis, options: UnpoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('unpooling3D', v.ndim === 5, 'x (N, C, D, H, W)', { x: v });
  return unpoolingND(v, ksize, options);
}
