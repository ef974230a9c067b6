import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import { TypeCheckError } from '../core/errors.js';
import type { Initializer } from '../core/initializer.js';
import { formatShape } from '../core/shape.js';

/** `scale` on the diagonal of a square matrix, 0 elsewhere. */
export class Identity implements Initializer {
  constructor(private readonly scale = 1) {}

  generate(shape: Shape): TypedArray {
    const [n, m] = shape;
    if (shape.length !== 2 || n !== m)
      throw new TypeCheckError(`Identity: expected a square matrix, but the shape is ${formatShape(shape)}`);
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < n; i++) values[i * (n + 1)] = this.scale;
    return values;
  }
}
