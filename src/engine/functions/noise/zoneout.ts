import { config } from '../../core/config.js';
import { nextStream } from '../../core/random.js';
import { expectSameShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { where } from '../array/where.js';

/**
 * Keeps elements of the previous state h with probability `ratio`, else takes those of x; in use the expected mixture
 * ratio·h + (1 − ratio)·x.
 *
 * @see Krueger et al. 2016, Zoneout, arXiv:1606.01305
 */
export function zoneout(h: Operand, x: Operand, { ratio = 0.5 } = {}): Variable {
  const [before, v] = [asVariable(h), asVariable(x)];
  expectSameShape('zoneout', { h: before, x: v });
  if (!config.train) return before.mul(ratio).add(v.mul(1 - ratio));
  const { backend } = v.data;
  const { seed, stream } = nextStream();
  const u = new Tensor(backend, backend.randomUniform(v.shape, seed, stream));
  const takeNew = u.binary('greaterEqual', Tensor.full([], ratio, 'float32', backend));
  return where(takeNew, v, before);
}
