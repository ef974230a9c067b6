import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { cast } from '../array/cast.js';
import { reshape } from '../array/reshape.js';
import { asFloat32 } from '../asFloat32.js';
import { follow } from './batchNormalization.js';
import { keyAxes } from './keyAxes.js';
import { Standardize } from './standardize.js';

export interface BatchRenormalizationOptions {
  eps?: number;
  /** Share that the running statistics keep of themselves. */
  decay?: number;
  /** Axes to average over; null: axis 0 and those after gamma's. */
  axis?: readonly number[] | null;
}

/**
 * Batch normalisation corrected towards the running statistics: x̂·r + d with r = σ/σ_run limited to [1/rmax, rmax] and
 * d = (μ − μ_run)/σ_run limited to ±dmax, both constants in backward; then the running statistics are updated in place.
 *
 * @param x           (N, C, …)
 * @param gamma, beta scale and shift for each channel
 * @see Ioffe 2017, arXiv:1702.03275
 */
export function batchRenormalization(
  x: Operand,
  gamma: Operand,
  beta: Operand,
  rmax: number,
  dmax: number,
  { runningMean, runningVar }: { readonly runningMean: Tensor; readonly runningVar: Tensor },
  { eps = 2e-5, decay = 0.9, axis = null }: BatchRenormalizationOptions = {},
): Variable {
  const [vx, vgamma, vbeta] = [asVariable(x), asFloat32(gamma), asFloat32(beta)];
  const { reduced, kept } = keyAxes('batchRenormalization', vx, vgamma, axis);
  const [normal, mean, variance] = new Standardize('batchRenormalization', reduced, eps).apply([vx]);
  const inverse = runningVar.add(eps).unary('rsqrt').reshape(kept);
  const constant = (tensor: Tensor): Variable => new Variable(tensor, { requiresGrad: false });
  const r = constant(
    variance.data
      .add(eps)
      .sqrt()
      .mul(inverse)
      .unary('clip', 1 / rmax, rmax),
  );
  const d = constant(mean.data.sub(runningMean.reshape(kept)).mul(inverse).unary('clip', -dmax, dmax));
  const count = vx.size / kept.reduce((n, size) => n * size, 1);
  follow(runningMean, mean.data, decay, 1);
  follow(runningVar, variance.data, decay, count / Math.max(count - 1, 1));
  return cast(asFloat32(normal).mul(r).add(d).mul(reshape(vgamma, kept)).add(reshape(vbeta, kept)), vx.dtype);
}
