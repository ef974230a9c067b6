import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asPair, type Pair, planeOf, windowCount } from '../window.js';
import { SumPooling } from './sumPoolingNodes.js';

/**
 * Mean of each window of (N, C, H, W). Padding counts as zeros in the mean, and sizes are rounded down.
 *
 * @param ksize          window size
 * @param options.stride default: the window size
 */
export function averagePooling2D(
  x: Operand,
  ksize: Pair,
  { stride = null as Pair | null, pad = 0 as Pair } = {},
): Variable {
  const v = asVariable(x);
  expectType('averagePooling2D', v.ndim === 4, 'x (N, C, H, W)', { x: v });
  const geometry = { kernel: asPair(ksize), stride: asPair(stride ?? ksize), pad: asPair(pad) };
  const outSize = windowCount('averagePooling2D', planeOf(v.shape), geometry, false);
  const scale = 1 / (geometry.kernel[0] * geometry.kernel[1]);
  return new SumPooling('averagePooling2D', geometry, outSize, scale).apply([v])[0];
}
