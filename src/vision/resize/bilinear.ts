import type { Planes } from '../planes.js';
import { resample } from './resample.js';

/** Resizes by linear interpolation; when shrinking, by a triangle as wide as two new pixels. */
export function resizeBilinear(planes: Planes, width: number, height: number): Planes {
  return resample(planes, width, height, { radius: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) });
}
