import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { asFloat32 } from '../asFloat32.js';
import { Standardize } from './standardize.js';

/**
 * Normalises every row, then scales and shifts every column.
 *
 * @param x     (N, D)
 * @param gamma (D)
 * @param beta  (D)
 * @see Ba et al. 2016, arXiv:1607.06450
 */
export function layerNormalization(x: Operand, gamma: Operand, beta: Operand, { eps = 1e-5 } = {}): Variable {
  const [vx, vgamma, vbeta] = [asVariable(x), asFloat32(gamma), asFloat32(beta)];
  const fits = vx.ndim === 2 && [vgamma, vbeta].every((v) => v.ndim === 1 && v.shape[0] === vx.shape[1]);
  expectType('layerNormalization', fits, 'x (N, D), gamma (D) and beta (D)', { x: vx, gamma: vgamma, beta: vbeta });
  const [normal] = new Standardize('layerNormalization', [1], eps).apply([vx]);
  return cast(asFloat32(normal).mul(vgamma).add(vbeta), vx.dtype);
}
