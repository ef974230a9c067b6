import type { Planes } from '../planes.js';
import { resample } from './resample.js';

/** Keys's kernel with a = −½ (Catmull-Rom). */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/**
 * Resizes by cubic interpolation: sharper than bilinear; values may overshoot the input's range a little.
 *
 * @see Keys 1981, Cubic convolution interpolation for digital image processing
 */
export function resizeCubic(planes: Planes, width: number, height: number): Planes {
  return resample(planes, width, height, { radius: 2, weight: cubic });
}
