import type { Box } from '../../backends/backend.js';
import { config } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import { expectType } from '../../core/shape.js';
import type { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand } from '../../core/variable.js';
import { asPair, planeOf, windowsOver } from '../window.js';
import type { Convolution2DOptions } from './convolution2D.js';

/**
 * Brings a result of `convolution2D` up to date after some rows and columns of x changed: the results that see those are made again
 * where they lie, to the bit as the whole would be. For use after training: no graph may be recorded.
 *
 * @param y       what the same arguments gave before, (N, O, oh, ow), float32; written to
 * @param changed where x differs from then; the residual may differ where the results see that
 * @returns       the rows and columns of y that may differ from before
 */
export function updateConvolution2D(
  y: Tensor,
  changed: Box,
  x: Operand,
  w: Operand,
  b: Operand | null = null,
  options: Pick<Convolution2DOptions, 'stride' | 'pad' | 'dilate' | 'groups' | 'reluInput' | 'residual'> = {},
): Box {
  const label = 'updateConvolution2D';
  if (config.enableBackprop)
    throw new EngineError(
      `${label}: a result that is written to has no gradient; use it inside inference() or noBackprop()`,
    );
  const { stride = 1, pad = 0, dilate = 1, groups = 1, reluInput = false, residual = null } = options;
  const [tx, tw] = [x, w].map((operand) => asVariable(operand).data);
  const [bias, add] = [b, residual].map((operand) => (operand === null ? null : asVariable(operand).data));
  const fits = tx.shape[0] === y.shape[0] && tw.shape[0] === y.shape[1];
  expectType(label, fits && y.dtype === 'float32' && tx.dtype === y.dtype, 'a float32 result of x and w', {
    y,
    x: tx,
    w: tw,
  });
  const geometry = { stride: asPair(stride), pad: asPair(pad), dilate: asPair(dilate), groups };
  const box = windowsOver(changed, { ...geometry, kernel: planeOf(tw.shape) }, planeOf(y.shape));
  if (box.height === 0 || box.width === 0) return box;
  const fusion = { reluInput, add: add?.array };
  return y.backend.conv2dBox(y.array, box, tx.array, tw.array, bias?.array ?? null, geometry, fusion);
}
