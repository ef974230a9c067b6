import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { matmul } from '../math/matmul.js';
import { asPair, type Pair } from '../window.js';
import { reshape } from './reshape.js';

/**
 * Where the pixels of a transformed picture come from: theta·(x, y, 1) for x and y from −1 to 1, corners on corners.
 *
 * @param theta   (N, 2, 3) affine maps
 * @param outsize (height, width) of the transformed picture
 * @returns       (N, 2, H, W): x, then y, for `spatialTransformerSampler`
 * @see Jaderberg et al. 2015, Spatial transformer networks, arXiv:1506.02025
 */
export function spatialTransformerGrid(theta: Operand, outsize: Pair): Variable {
  const v = asVariable(theta);
  const fits = v.ndim === 3 && v.shape[1] === 2 && v.shape[2] === 3;
  expectType('spatialTransformerGrid', fits, 'theta (N, 2, 3)', { theta: v });
  const [height, width] = asPair(outsize);
  const along = (i: number, length: number): number => (length > 1 ? (2 * i) / (length - 1) - 1 : 0);
  const points = new Float32Array(3 * height * width).fill(1);
  for (let i = 0; i < height * width; i++) {
    points[i] = along(i % width, width);
    points[height * width + i] = along(Math.floor(i / width), height);
  }
  const grid = matmul(v, Tensor.from(points, [3, height * width], v.data.backend));
  return reshape(grid, [v.shape[0], 2, height, width]);
}
