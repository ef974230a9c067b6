import { type Shape, sizeOf, type TypedArray } from '../../../src/engine/backends/backend.js';
import { hostUniform } from '../../../src/engine/core/random.js';

/** An array that is on no device yet; tests draw them and give them to several backends. */
export interface HostArray {
  readonly shape: Shape;
  readonly data: TypedArray;
}

let stream = 0;

/** Numbers uniform in [low, high), the same in every run of a test file. */
export function uniform(shape: Shape, low = -1, high = 1): HostArray {
  const data = Float32Array.from(
    hostUniform(sizeOf(shape), { seed: 20161, stream: stream++ }),
    (u) => low + (high - low) * u,
  );
  return { shape, data };
}

/** Whole numbers from low to high − 1. */
export function integers(shape: Shape, low: number, high: number): HostArray {
  return { shape, data: Int32Array.from(uniform(shape, low, high).data, Math.floor) };
}

/** 0, 1, 2, … in a random order, scaled to (−1, 1): no two are close, so that extremes are clear. */
export function distinct(shape: Shape): HostArray {
  const n = sizeOf(shape);
  const keys = uniform([n]).data;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
  return { shape, data: Float32Array.from(order, (i) => (2 * i + 1) / n - 1) };
}

/** The given values. */
export const values = (shape: Shape, list: readonly number[], dtype: 'float32' | 'int32' = 'float32'): HostArray => ({
  shape,
  data: dtype === 'int32' ? Int32Array.from(list) : Float32Array.from(list),
});
