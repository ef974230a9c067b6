import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type ConvolutionNDOptions, convolutionND } from './convolutionND.js';

/** Convolution over three axes: x (N, C, D, H, W), w (O, C/groups, kd, kh, kw) → (N, O, …). See `convolutionND`. */
export function convolution3D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: ConvolutionNDOptions = {},
): Variable {
  const v = asVariable(x);
  expectType('convolution3D', v.ndim === 5, 'x (N, C, D, H, W)', { x: v });
  return convolutionND(v, w, b, options);
}
