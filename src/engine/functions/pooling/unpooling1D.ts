import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type UnpoolingNDOptions, unpoolingND } from './unpoolingND.js';

/** Copies every value of (N, C, d) to its whole window; see `unpooling2D`. */
export function unpooling1D(x: Operand, ksize: number, options: UnpoolingNDOptions = {}): Variable {
  const v = asVariable(x);
  expectType('unpooling1D', v.ndim === 3, 'x (N, C, d)', { x: v });
  return unpoolingND(v, ksize, options);
}
