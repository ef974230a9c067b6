import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { asFloat32 } from '../asFloat32.js';
import { bias } from '../math/bias.js';
import { scale } from '../math/scale.js';
import { Standardize } from './standardize.js';

/**
 * Normalises groups of channels of each picture, then scales and shifts every channel. As many groups as channels is
 * instance normalisation.
 *
 * @param x      (N, C, …)
 * @param groups divides C
 * @param gamma  (C)
 * @param beta   (C)
 * @see Wu and He 2018, arXiv:1803.08494
 */
export function groupNormalization(
  x: Operand,
  groups: number,
  gamma: Operand,
  beta: Operand,
  { eps = 1e-5 } = {},
): Variable {
  const label = 'groupNormalization';
  const [vx, vgamma, vbeta] = [asVariable(x), asFloat32(gamma), asFloat32(beta)];
  const [n, c] = vx.shape;
  expectType(label, vx.ndim >= 2 && c % groups === 0, `x (N, C, …) with C divisible by groups = ${groups}`, { x: vx });
  const fits = [vgamma, vbeta].every((v) => v.ndim === 1 && v.shape[0] === c);
  expectType(label, fits, 'gamma and beta (C)', { x: vx, gamma: vgamma, beta: vbeta });
  const rows = reshape(vx, [n * groups, vx.size / (n * groups || 1)]);
  const normal = new Standardize(label, [1], eps).apply([rows])[0];
  return cast(bias(scale(asFloat32(reshape(normal, vx.shape)), vgamma), vbeta), vx.dtype);
}
