import type { Shape } from '../backends/backend.js';
import { TypeCheckError } from '../core/errors.js';
import { formatShape } from '../core/shape.js';

/**
 * How many inputs an output sums, and how many outputs an input reaches: shape[1]·k and shape[0]·k, k = ∏ shape[2:]. For
 * transposed convolutions, whose weights are (in, out, kh, kw), this takes the one for the other, as Chainer does.
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2)
    throw new TypeCheckError(
      `initializer: expected weights of two axes or more, but the shape is ${formatShape(shape)}`,
    );
  const taps = shape.slice(2).reduce((n, d) => n * d, 1);
  return { fanIn: shape[1] * taps, fanOut: shape[0] * taps };
}
