import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { bilinearSample } from '../array/bilinearSample.js';
import { reshape } from '../array/reshape.js';
import { slice } from '../array/slice.js';
import { transpose } from '../array/transpose.js';
import { bias } from '../math/bias.js';
import { matmul } from '../math/matmul.js';
import { asPair, type Pair, planeOf, windowCount } from '../window.js';

/**
 * Convolution whose windows' cells are moved, each by its own offset.
 *
 * @param x      (N, C, H, W)
 * @param offset (N, 2·kh·kw, oh, ow) in pixels: first all horizontal, then all vertical ones
 * @param w      (O, C, kh, kw)
 * @param b      (O) or null
 * @returns      (N, O, oh, ow)
 * @see Dai et al. 2017, Deformable convolutional networks, arXiv:1703.06211
 */
export function deformableConvolution2DSampler(
  x: Operand,
  offset: Operand,
  w: Operand,
  b: Operand | null = null,
  { stride = 1 as Pair, pad = 0 as Pair } = {},
): Variable {
  const label = 'deformableConvolution2DSampler';
  const [vx, moves, vw] = [x, offset, w].map(asVariable);
  expectType(
    label,
    vx.ndim === 4 && vw.ndim === 4 && vw.shape[1] === vx.shape[1],
    'x (N, C, H, W) and w (O, C, kh, kw)',
    {
      x: vx,
      w: vw,
    },
  );
  const kernel = planeOf(vw.shape);
  const window = { kernel, stride: asPair(stride), pad: asPair(pad) };
  const [oh, ow] = windowCount(label, planeOf(vx.shape), window, false);
  const taps = kernel[0] * kernel[1];
  const [n, channels] = vx.shape;
  const fits = moves.ndim === 4 && [n, 2 * taps, oh, ow].every((d, i) => d === moves.shape[i]);
  expectType(label, fits, `an offset (${n}, ${2 * taps}, ${oh}, ${ow})`, { x: vx, offset: moves });

  const points = taps * oh * ow;
  const position = (axis: 0 | 1): Variable => {
    const places = Float32Array.from({ length: points }, (_, i) => {
      const [tap, place] = [Math.floor(i / (oh * ow)), i % (oh * ow)];
      const [cell, out] =
        axis === 0 ? [Math.floor(tap / kernel[1]), Math.floor(place / ow)] : [tap % kernel[1], place % ow];
      return out * window.stride[axis] + cell - window.pad[axis];
    });
    const part = reshape(slice(moves, 1, axis === 0 ? taps : 0, taps), [n, points]);
    return part.add(Tensor.from(places, [points], vx.data.backend));
  };
  const samples = bilinearSample(vx, position(0), position(1));
  const columns = transpose(reshape(samples, [n, channels * taps, oh * ow]), [0, 2, 1]);
  const product = matmul(columns, reshape(vw, [vw.shape[0], channels * taps]), { transB: true });
  const y = reshape(transpose(product, [0, 2, 1]), [n, vw.shape[0], oh, ow]);
  return b === null ? y : bias(y, b);
}
