import { config } from '../../core/config.js';
import { nextStream } from '../../core/random.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { where } from '../array/where.js';
import { greaterEqual } from '../math/comparison.js';
import { leakyRelu } from './leakyRelu.js';

/**
 * x where x ≥ 0, else r·x with r drawn from [lower, upper) for each element in training; in use r is their mean.
 *
 * @see Xu et al. 2015, Empirical evaluation of rectified activations in convolutional network, arXiv:1505.00853
 */
export function rrelu(x: Operand, { lower = 1 / 8, upper = 1 / 3 } = {}): Variable {
  const v = asVariable(x);
  if (!config.train) return leakyRelu(v, { slope: (lower + upper) / 2 });
  const { backend } = v.data;
  const { seed, stream } = nextStream();
  const u = new Tensor(backend, backend.randomUniform(v.shape, seed, stream));
  const slopes = new Variable(u.unary('affine', upper - lower, lower), { requiresGrad: false });
  return v.mul(where(greaterEqual(v, 0), 1, slopes));
}
