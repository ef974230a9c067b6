import { kernels } from './kernels.js';

/**
 * Distance of every pixel to the nearest one darker than a threshold, in pixels along straight and diagonal steps (two-pass
 * chamfer transform, Borgefors 1986); Infinity where there is none.
 *
 * @param ink darkness, height · width
 */
export function distanceToInk(ink: Float32Array, width: number, height: number, threshold: number): Float32Array {
  const n = width * height;
  const { memory, beginDistance, distanceTo } = kernels();
  const inkAt = beginDistance(width, height);
  new Float32Array(memory.buffer, inkAt, n).set(ink);
  return new Float32Array(memory.buffer, distanceTo(threshold), n).slice();
}
