import { createPlanes, type Planes } from '../planes.js';

/** Which input pixels make an output pixel: `weights[k]` belongs to input `start + k`; they add up to 1. */
interface Taps {
  readonly start: number;
  readonly weights: readonly number[];
}

/** Shape of a filter: its weight at a distance, and the distance from which it is 0. */
export interface ResampleFilter {
  readonly radius: number;
  weight(distance: number): number;
}

/**
 * Resizes planes along both axes by one filter. Pixels are squares, their values in the middle; when a side shrinks the
 * filter grows with the pixels, so that nothing is skipped.
 */
export function resample(planes: Planes, width: number, height: number, filter: ResampleFilter): Planes {
  const columns = tapsOf(planes.width, width, filter);
  const rows = tapsOf(planes.height, height, filter);
  const { channels } = planes;
  const wide = createPlanes(channels, width, planes.height);
  for (let line = 0; line < channels * planes.height; line++) {
    for (let x = 0; x < width; x++) {
      const { start, weights } = columns[x];
      let value = 0;
      for (let k = 0; k < weights.length; k++) value += weights[k] * planes.data[line * planes.width + start + k];
      wide.data[line * width + x] = value;
    }
  }
  const out = createPlanes(channels, width, height);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const { start, weights } = rows[y];
      const target = (c * height + y) * width;
      for (let k = 0; k < weights.length; k++) {
        const source = (c * planes.height + start + k) * width;
        for (let x = 0; x < width; x++) out.data[target + x] += weights[k] * wide.data[source + x];
      }
    }
  }
  return out;
}

function tapsOf(from: number, to: number, { radius, weight }: ResampleFilter): Taps[] {
  const ratio = from / to;
  const stretch = Math.max(1, ratio);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * ratio - 0.5;
    const first = Math.ceil(center - radius * stretch - 1e-9);
    const last = Math.floor(center + radius * stretch + 1e-9);
    const start = Math.min(from - 1, Math.max(0, first));
    const weights = new Array<number>(Math.max(0, Math.min(from - 1, last)) - start + 1).fill(0);
    for (let j = first; j <= last; j++) {
      const inside = Math.min(from - 1, Math.max(0, j)); // edge pixels reach outwards
      weights[inside - start] += weight((j - center) / stretch);
    }
    const sum = weights.reduce((total, value) => total + value, 0);
    return { start, weights: weights.map((value) => value / sum) };
  });
}
