import { config } from '../../core/config.js';
import { scope } from '../../core/scoped.js';
import type { Variable } from '../../core/variable.js';
import { relu } from '../../functions/activation/relu.js';
import type { Convolution2D } from '../connection/convolution2D.js';
import type { Deconvolution2D } from '../connection/deconvolution2D.js';
import type { BatchNormalization } from './batchNormalization.js';

/**
 * relu(norm(convolution(x))). In use after training, where no graph is recorded, the convolution does it all in its one pass: the
 * running statistics become a factor and a shift of each channel. Links with hooks are applied one by one.
 */
export function normalizedConvolution(
  x: Variable,
  convolution: Convolution2D | Deconvolution2D,
  norm: BatchNormalization,
): Variable {
  const watched = convolution.isHooked || norm.isHooked;
  if (watched) return relu(norm.forward(convolution.forward(x)));
  if (config.train || config.enableBackprop || !convolution.W.isInitialized)
    return norm.forward(convolution.forward(x), { relu: true });
  return scope(() => {
    const { scale, shift } = norm.runningAffine();
    const bias = convolution.b?.data.cast('float32');
    const epilogue = { scale, shift: bias ? shift.add(bias.mul(scale)) : shift, relu: true };
    return convolution.forward(x, { epilogue });
  });
}
