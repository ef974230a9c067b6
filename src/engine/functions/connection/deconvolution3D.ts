import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type DeconvolutionNDOptions, deconvolutionND } from './deconvolutionND.js';

/** Transposed convolution over three axes: x (N, C, D, H, W), w (C, O/groups, kd, kh, kw). See `deconvolutionND`. */
export function deconvolution3D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: DeconvolutionNDOptions = {},
): Variable {
  const v = asVariable(x);
  expectType('deconvolution3D', v.ndim === 5, 'x (N, C, D, H, W)', { x: v });
  return deconvolutionND(v, w, b, options);
}
