import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { bilinearSample } from './bilinearSample.js';
import { reshape } from './reshape.js';
import { slice } from './slice.js';

/**
 * Reads pictures at the points of a grid, bilinearly; −1 and 1 are the centres of the border pixels, outside is 0.
 *
 * @param x    (N, C, H, W)
 * @param grid (N, 2, h, w): x, then y (PyTorch's grid_sample has (N, h, w, 2), with alignCorners on)
 * @returns    (N, C, h, w)
 */
export function spatialTransformerSampler(x: Operand, grid: Operand): Variable {
  const [v, g] = [asVariable(x), asVariable(grid)];
  const fits = v.ndim === 4 && g.ndim === 4 && g.shape[0] === v.shape[0] && g.shape[1] === 2;
  expectType('spatialTransformerSampler', fits, 'x (N, C, H, W) and grid (N, 2, h, w)', { x: v, grid: g });
  const [n, c, height, width] = v.shape;
  const [h, w] = g.shape.slice(2);
  const axis = (i: number, length: number): Variable =>
    reshape(slice(g, 1, i, 1), [n, h * w])
      .add(1)
      .mul((length - 1) / 2);
  return reshape(bilinearSample(v, axis(1, height), axis(0, width)), [n, c, h, w]);
}
