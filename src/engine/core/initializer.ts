import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import { TypeCheckError } from './errors.js';
import { formatShape } from './shape.js';

/** Gives the first values of a parameter of a shape, row-major, drawn from the engine's random numbers. */
export interface Initializer {
  generate(shape: Shape): TypedArray;
}

/** What a link takes for an initializer: one, a constant, or the values themselves. */
export type InitializerLike = Initializer | number | TypedArray;

/** An initializer from what a link was given. */
export function asInitializer(value: InitializerLike): Initializer {
  if (typeof value === 'number') return { generate: (shape) => new Float32Array(sizeOf(shape)).fill(value) };
  if (!ArrayBuffer.isView(value)) return value;
  return {
    generate(shape) {
      if (value.length !== sizeOf(shape))
        throw new TypeCheckError(`initializer: ${value.length} values do not fill shape ${formatShape(shape)}`);
      return value;
    },
  };
}
