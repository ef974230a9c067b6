import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { type DeconvolutionNDOptions, deconvolutionND } from './deconvolutionND.js';

/** Transposed convolution over one axis: x (N, C, d), w (C, O/groups, k) → (N, O, o). See `deconvolutionND`. */
export function deconvolution1D(
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: DeconvolutionNDOptions = {},
): Variable {
  const v = asVariable(x);
  expectType('deconvolution1D', v.ndim === 3, 'x (N, C, d)', { x: v });
  return deconvolutionND(v, w, b, options);
}
