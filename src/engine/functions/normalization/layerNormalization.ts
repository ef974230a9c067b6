import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
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
  const [vx, vgamma, vbeta] = [x, gamma, beta].map(asVariable);
  const fits = vx.ndim === 2 && [vgamma, vbeta].every((v) => v.ndim === 1 && v.shape[0] === vx.shape[1]);
  expectType('layerNormalization', fits, 'x (N, D), gamma (D) and beta (D)', { x: vx, gamma: vgamma, beta: vbeta });
  return new Standardize('layerNormalization', [1], eps).apply([vx])[0].mul(vgamma).add(vbeta);
}
