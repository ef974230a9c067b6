import { createPlanes, type Planes } from '../planes.js';

/**
 * Resizes to the mean of what each new pixel covers, pixels cut in parts where sizes do not divide. The right way to
 * shrink line art: ink is neither lost nor sharpened.
 */
export function resizeArea(planes: Planes, width: number, height: number): Planes {
  const { channels } = planes;
  const wide = createPlanes(channels, width, planes.height);
  for (let line = 0; line < channels * planes.height; line++) {
    means(planes.data, line * planes.width, 1, planes.width, wide.data, line * width, 1, width);
  }
  const out = createPlanes(channels, width, height);
  for (let c = 0; c < channels; c++) {
    for (let x = 0; x < width; x++) {
      means(
        wide.data,
        c * planes.height * width + x,
        width,
        planes.height,
        out.data,
        c * height * width + x,
        width,
        height,
      );
    }
  }
  return out;
}

/** Means of `length` strided values over `count` equal stretches. */
function means(
  from: Float32Array,
  offset: number,
  stride: number,
  length: number,
  to: Float32Array,
  toOffset: number,
  toStride: number,
  count: number,
): void {
  const span = length / count;
  for (let i = 0; i < count; i++) {
    const begin = i * span;
    const end = Math.min(length, begin + span);
    let sum = 0;
    for (let k = Math.floor(begin); k < end; k++) {
      sum += from[offset + k * stride] * (Math.min(end, k + 1) - Math.max(begin, k));
    }
    to[toOffset + i * toStride] = sum / span;
  }
}
