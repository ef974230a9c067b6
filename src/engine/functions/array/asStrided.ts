import { type Shape, sizeOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { formatShape } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';
import { take } from './take.js';

/**
 * A view by strides: y[i₀, i₁, …] = x.flat[offset + Σ iₖ·stridesₖ]. Elements may appear several times; their gradients add up.
 *
 * @param strides in elements, not bytes
 */
export function asStrided(x: Operand, shape: Shape, strides: readonly number[], offset = 0): Variable {
  const v = asVariable(x);
  const positions = new Int32Array(sizeOf(shape)).fill(offset);
  for (let axis = shape.length - 1, inner = 1; axis >= 0; inner *= shape[axis--])
    for (let i = 0; i < positions.length; i++) positions[i] += (Math.floor(i / inner) % shape[axis]) * strides[axis];
  if (shape.length !== strides.length || positions.some((p) => p < 0 || p >= v.size))
    throw new TypeCheckError(
      `asStrided: expected one stride for each axis and positions inside x, but x is ${formatShape(v.shape)}, shape ${formatShape(shape)}, strides ${formatShape(strides)}, offset ${offset}`,
    );
  return take(reshape(v, [-1]), Tensor.from(positions, shape, v.data.backend));
}
