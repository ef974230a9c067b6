import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import { TypeCheckError } from '../core/errors.js';
import type { Initializer } from '../core/initializer.js';
import { formatShape } from '../core/shape.js';

/** A pyramid over k cells that blends linearly: 1 − |i − centre|/f. */
function triangle(k: number): number[] {
  const f = Math.floor((k + 1) / 2);
  const centre = k % 2 === 1 ? f - 1 : f - 0.5;
  return Array.from({ length: k }, (_, i) => 1 - Math.abs(i - centre) / f);
}

/** A linear filter on the diagonal of the channels, 0 elsewhere; `total` is what a channel's weights sum to, if given. */
function diagonalFilter(label: string, shape: Shape, total: number | null): TypedArray {
  if (shape.length < 3 || (shape[0] !== shape[1] && shape[1] !== 1))
    throw new TypeCheckError(
      `${label}: expected weights (C, C, k, …) or (C, 1, k, …), but the shape is ${formatShape(shape)}`,
    );
  const sides = shape.slice(2).map(triangle);
  const taps = sizeOf(shape.slice(2));
  const kernel = Float64Array.from({ length: taps }, (_, i) => {
    let rest = i;
    return sides.reduceRight((product, side) => {
      const value = side[rest % side.length];
      rest = Math.floor(rest / side.length);
      return product * value;
    }, 1);
  });
  const sum = kernel.reduce((a, b) => a + b, 0);
  const values = new Float32Array(sizeOf(shape));
  for (let c = 0; c < shape[0]; c++) {
    const row = (c * shape[1] + (shape[1] === 1 ? 0 : c)) * taps;
    for (let i = 0; i < taps; i++) values[row + i] = total === null ? kernel[i] : (kernel[i] * total) / sum;
  }
  return values;
}

/** Weights of a transposed convolution that enlarges bilinearly. */
export class UpsamplingDeconvFilter implements Initializer {
  generate(shape: Shape): TypedArray {
    return diagonalFilter('UpsamplingDeconvFilter', shape, null);
  }
}

/** Weights of a convolution that reduces with a linear filter, summing to 1. */
export class DownsamplingConvFilter implements Initializer {
  generate(shape: Shape): TypedArray {
    return diagonalFilter('DownsamplingConvFilter', shape, 1);
  }
}
