import { nextStream } from '../../core/random.js';
import { expectSameShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { exp } from '../math/exp.js';

/** Numbers from N(0, 1) by Box and Muller's transform, on the device of a tensor and in its shape. */
export function normalLike({ shape, backend }: Tensor): Tensor {
  const uniform = (): Tensor => {
    const { seed, stream } = nextStream();
    return new Tensor(backend, backend.randomUniform(shape, seed, stream));
  };
  const radius = uniform().unary('affine', -1, 1).log().mul(-2).sqrt(); // 1 − u, as u may be 0
  return radius.mul(
    uniform()
      .mul(2 * Math.PI)
      .unary('cos'),
  );
}

/**
 * Draws from normal distributions, differentiably in both arguments: mean + N(0, 1)·e^(lnVar/2).
 *
 * @param mean  any shape
 * @param lnVar logarithm of the variance, the shape of mean
 * @see Kingma and Welling 2014, arXiv:1312.6114
 */
export function gaussian(mean: Operand, lnVar: Operand): Variable {
  const [m, l] = [asVariable(mean), asVariable(lnVar)];
  expectSameShape('gaussian', { mean: m, lnVar: l });
  const noise = new Variable(normalLike(m.data), { requiresGrad: false });
  return m.add(exp(l.mul(0.5)).mul(noise));
}
