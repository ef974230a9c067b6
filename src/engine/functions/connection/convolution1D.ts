import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type ConvolutionNDOptions, convolutionND } from './convolutionND.js';

/** Convolution over one axis: x (N, C, d), w (O, C/groups, k) → (N, O, o). See `convolutionND`. */
export function convolution1D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: ConvolutionNDOptions = {},
): Variable {
  const v = asVariable(x);
  expectType('convolution1D', v.ndim === 3, 'x (N, C, d)', { x: v });
  return convolutionND(v, w, b, options);
}
