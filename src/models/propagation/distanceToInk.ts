import { kernels } from './kernels.js';

/** Thresholds that are taken at once. */
const LANES = 4;

/**
 * Distance of every pixel to the nearest one darker than a threshold, in pixels along straight and diagonal steps (two-pass
 * chamfer transform, Borgefors 1986); Infinity where there is none.
 *
 * @param ink darkness, height · width
 */
export const distanceToInk = (ink: Float32Array, width: number, height: number, threshold: number): Float32Array =>
  distancesToInk(ink, width, height, [threshold])[0];

/** The same for up to four thresholds, in the time that one takes. */
export function distancesToInk(
  ink: Float32Array,
  width: number,
  height: number,
  thresholds: readonly number[],
): Float32Array[] {
  const n = width * height;
  const { memory, beginDistances, thresholdsAt, distances } = kernels();
  const inkAt = beginDistances(width, height);
  new Float32Array(memory.buffer, inkAt, n).set(ink);
  const lanes = new Float64Array(memory.buffer, thresholdsAt(), LANES).fill(thresholds[0]);
  lanes.set(thresholds);
  const at = distances();
  return thresholds.map((_, lane) => new Float32Array(memory.buffer, at + 4 * lane * n, n).slice());
}
