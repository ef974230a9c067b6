import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { keyAxes } from './keyAxes.js';
import { Standardize } from './standardize.js';

export interface BatchNormalizationOptions {
  /** Added to the variance. */
  eps?: number;
  /** Axes to average over; null: axis 0 and those after gamma's. */
  axis?: readonly number[] | null;
  /** Share that the running statistics keep of themselves. */
  decay?: number;
  /** Updated in place: decay·mean + (1 − decay)·batch mean. */
  runningMean?: Tensor | null;
  /** Updated in place, with the unbiased variance of the batch, m/max(m − 1, 1)·σ². */
  runningVar?: Tensor | null;
  /** Gives max(y, 0), in the same pass. */
  relu?: boolean;
}

/**
 * Normalises every channel by the mean and (biased) variance of the batch, then scales and shifts it.
 *
 * @param x     (N, C, …)
 * @param gamma scale for each channel
 * @param beta  shift for each channel, the shape of gamma
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167
 */
export function batchNormalization(
  x: Operand,
  gamma: Operand,
  beta: Operand,
  {
    eps = 2e-5,
    axis = null,
    decay = 0.9,
    runningMean = null,
    runningVar = null,
    relu = false,
  }: BatchNormalizationOptions = {},
): Variable {
  const [vx, vgamma, vbeta] = [asVariable(x), asFloat32(gamma), asFloat32(beta)];
  const { reduced, kept } = keyAxes('batchNormalization', vx, vgamma, axis);
  expectType('batchNormalization', vgamma.size === vbeta.size, 'gamma and beta of one shape', {
    x: vx,
    gamma: vgamma,
    beta: vbeta,
  });
  const [y, mean, variance] = new Standardize('batchNormalization', reduced, eps, relu).apply([vx, vgamma, vbeta]);
  const count = vx.size / kept.reduce((n, d) => n * d, 1);
  follow(runningMean, mean.data, decay, 1);
  follow(runningVar, variance.data, decay, count / Math.max(count - 1, 1));
  return y;
}

/** running ← decay·running + (1 − decay)·factor·batch, in place. */
export function follow(running: Tensor | null, batch: Tensor, decay: number, factor: number): void {
  if (!running) return;
  const fresh = batch.reshape(running.shape);
  running.backend.approach(running.array, fresh.array, (1 - decay) * factor, decay);
  fresh.dispose();
}
