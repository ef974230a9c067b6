import { TypeCheckError } from '../../core/errors.js';
import { expectSameShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { asLabels } from '../asLabels.js';
import { asPair, type Pair } from '../window.js';
import { ScatterPlane } from './planeNodes.js';

/**
 * The inverse of max pooling: every value goes back to where its maximum was, the rest is 0.
 *
 * @param x       (N, C, h, w)
 * @param indices int32 positions from `maxPooling2DWithIndices`, the shape of x
 * @param outsize size of the picture that was pooled
 */
export function upsampling2D(x: Operand, indices: Operand, outsize: Pair): Variable {
  const [v, positions] = [asVariable(x), asLabels(indices)];
  expectSameShape('upsampling2D', { x: v, indices: positions });
  if (positions.dtype !== 'int32')
    throw new TypeCheckError(`upsampling2D: expected int32 indices, but they are ${positions.dtype}`);
  return new ScatterPlane(asPair(outsize)).apply([v, positions])[0];
}
