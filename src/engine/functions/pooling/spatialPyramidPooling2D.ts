import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { reshape } from '../array/reshape.js';
import { where } from '../array/where.js';
import { greater } from '../math/comparison.js';
import { maxPooling2D } from './maxPooling2D.js';

/**
 * Maxima over 1×1, 2×2, 4×4 … bins, whatever the size of the pictures. A bin that lies wholly in the padding is 0 (in Chainer
 * −∞).
 *
 * @param x             (N, C, H, W)
 * @param pyramidHeight number of levels; level i has 2ⁱ bins a side
 * @returns             (N, C·Σ 4ⁱ, 1, 1)
 * @see He et al. 2014, Spatial pyramid pooling in deep convolutional networks, arXiv:1406.4729
 */
export function spatialPyramidPooling2D(x: Operand, pyramidHeight: number): Variable {
  const v = asVariable(x);
  expectType('spatialPyramidPooling2D', v.ndim === 4 && pyramidHeight > 0, 'x (N, C, H, W) and a level', { x: v });
  const [n, channels, height, width] = v.shape;
  const levels = Array.from({ length: pyramidHeight }, (_, level) => {
    const bins = 2 ** level;
    const [kh, kw] = [Math.ceil(height / bins), Math.ceil(width / bins)];
    const [ph, pw] = [Math.floor((kh * bins - height) / 2), Math.floor((kw * bins - width) / 2)];
    const y = maxPooling2D(v, [kh, kw], { pad: [ph, pw] });
    return reshape(where(greater(y, -3e38), y, 0), [n, channels * bins * bins, 1, 1]);
  });
  return concat(levels, 1);
}
