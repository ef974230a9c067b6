import type { Operand, Variable } from '../../core/variable.js';
import { type Convolution2DOptions, convolution2D } from './convolution2D.js';

/** `convolution2D` under the name that Chainer kept for dilated windows. */
export const dilatedConvolution2D = (
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: Convolution2DOptions = {},
): Variable => convolution2D(x, w, b, options);
