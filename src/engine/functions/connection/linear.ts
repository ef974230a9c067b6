import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { matmul } from '../math/matmul.js';

/**
 * Affine map y = x·wᵀ + b.
 *
 * @param x `nBatchAxes` batch axes (default 1), then axes that are flattened to (…, C)
 * @param w (O, C)
 * @param b (O) or null
 * @returns (batch axes…, O)
 */
export function linear(x: Operand, w: Operand, b: Operand | null = null, { nBatchAxes = 1 } = {}): Variable {
  const [vx, vw] = [asVariable(x), asVariable(w)];
  const batch = vx.shape.slice(0, nBatchAxes);
  const features = vx.shape.slice(nBatchAxes).reduce((n, d) => n * d, 1);
  const rows = batch.reduce((n, d) => n * d, 1);
  const fits = vw.ndim === 2 && vx.ndim >= nBatchAxes && features === vw.shape[1];
  expectType('linear', fits, `x of ${vw.shape[1]} features after ${nBatchAxes} batch axes and w (O, C)`, {
    x: vx,
    w: vw,
  });
  const product = matmul(reshape(vx, [rows, features]), vw, { transB: true });
  let y = product;
  if (b !== null) {
    const vb = asVariable(b);
    expectType('linear', vb.ndim === 1 && vb.shape[0] === vw.shape[0], 'one bias for each output', { w: vw, b: vb });
    y = product.add(vb);
  }
  return reshape(y, [...batch, vw.shape[0]]);
}
