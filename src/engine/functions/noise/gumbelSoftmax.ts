import { nextStream } from '../../core/random.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { softmax } from '../activation/softmax.js';

/**
 * Draws from a categorical distribution, relaxed so that it can be differentiated: softmax((logPi + g)/tau) with Gumbel
 * noise g.
 *
 * @param logPi       logarithms of probabilities (need not be normalised)
 * @param options.tau temperature: near 0 one-hot
 * @see Jang et al. 2017, arXiv:1611.01144
 */
export function gumbelSoftmax(logPi: Operand, { tau = 0.1, axis = 1 } = {}): Variable {
  const v = asVariable(logPi);
  const { backend } = v.data;
  const { seed, stream } = nextStream();
  const u = new Tensor(backend, backend.randomUniform(v.shape, seed, stream));
  // u lies on a grid of 2⁻²⁴ from 0; half a step keeps both logarithms finite.
  const noise = u
    .add(2 ** -25)
    .log()
    .neg()
    .log()
    .neg();
  return softmax(v.add(new Variable(noise, { requiresGrad: false })).mul(1 / tau), { axis });
}
