import { type Shape, sizeOf } from '../../backends/backend.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { softplus } from '../activation/softplus.js';
import { expandDims } from '../array/expandDims.js';
import { squeeze } from '../array/squeeze.js';
import { take } from '../array/take.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { matmul } from '../math/matmul.js';
import { sum } from '../math/sum.js';

/** Draws identifiers for an array of a shape, on the host. */
export type Sampler = (shape: Shape) => Int32Array;

/**
 * Approximate loss of a large vocabulary: −log σ(x·w_t) − Σ log σ(−x·wₙ) over `sampleSize` identifiers n that the sampler
 * draws.
 *
 * @param x              (N, D)
 * @param t              int32 identifiers (N); −1 counts for nothing
 * @param w              (V, D)
 * @param options.reduce 'sum' (default) or 'no' (N)
 * @see Mikolov et al. 2013, arXiv:1310.4546
 */
export function negativeSampling(
  x: Operand,
  t: Operand,
  w: Operand,
  sampler: Sampler,
  sampleSize: number,
  { reduce = 'sum' as 'sum' | 'no' } = {},
): Variable {
  const [v, target, vw] = [asFloat32(x), asLabels(t), asFloat32(w)];
  const n = v.shape[0];
  const fits =
    v.ndim === 2 && vw.ndim === 2 && target.ndim === 1 && target.shape[0] === n && vw.shape[1] === v.shape[1];
  expectType('negativeSampling', fits && target.dtype === 'int32', 'x (N, D), int32 t (N) and w (V, D)', {
    x: v,
    t: target,
    w: vw,
  });
  const { backend } = v.data;
  const zero = Tensor.zeros([], 'int32', backend);
  const valid = target.data.binary('notEqual', Tensor.full([], -1, 'int32', backend));
  const positive = valid.where(target.data, zero).reshape([n, 1]);
  const shape = [n, sampleSize];
  const drawn = sizeOf(shape) > 0 ? Tensor.from(sampler(shape), shape, backend) : Tensor.zeros(shape, 'int32', backend);
  const ids = new Tensor(backend, backend.concat([positive.array, drawn.array], 1));
  const vectors = take(vw, new Variable(ids, { requiresGrad: false }));
  const products = squeeze(matmul(vectors, expandDims(v, 2)), 2);
  const signs = Float32Array.from({ length: 1 + sampleSize }, (_, i) => (i === 0 ? -1 : 1));
  const losses = softplus(products.mul(Tensor.from(signs, [signs.length], backend)));
  const loss = sum(losses, { axis: 1 }).mul(new Variable(valid, { requiresGrad: false }));
  return reduce === 'no' ? loss : sum(loss);
}
