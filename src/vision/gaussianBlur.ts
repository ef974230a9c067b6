import { createPlanes, type Planes } from './planes.js';

/**
 * Blurs every plane with a Gaussian, edges mirrored.
 *
 * @param sigma standard deviation in pixels, > 0; below 0.2 the planes come back as they are
 */
export function gaussianBlur(planes: Planes, sigma: number): Planes {
  const { channels, width, height, data } = planes;
  const out = createPlanes(channels, width, height, new Float32Array(data));
  if (sigma < 0.2) return out;
  const radius = Math.ceil(sigma * 3);
  const kernel = new Float32Array(2 * radius + 1);
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += kernel[i + radius] = Math.exp(-(i * i) / (2 * sigma * sigma));
  for (let i = 0; i < kernel.length; i++) kernel[i] /= sum;

  const area = width * height;
  const rows = new Float32Array(area);
  for (let c = 0; c < channels; c++) {
    const plane = out.data.subarray(c * area, (c + 1) * area);
    blurRows(plane, rows, width, height, kernel);
    blurColumns(rows, plane, width, height, kernel);
  }
  return out;
}

/** An index outside 0…size − 1, mirrored at the edges (the edge pixel counts once). */
export function mirror(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const i = ((index % period) + period) % period;
  return i < size ? i : period - i;
}

function blurRows(from: Float32Array, to: Float32Array, width: number, height: number, kernel: Float32Array): void {
  const radius = (kernel.length - 1) / 2;
  const padded = new Float32Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    for (let x = -radius; x < width + radius; x++) padded[x + radius] = from[y * width + mirror(x, width)];
    for (let x = 0; x < width; x++) {
      let value = 0;
      for (let k = 0; k < kernel.length; k++) value += kernel[k] * padded[x + k];
      to[y * width + x] = value;
    }
  }
}

function blurColumns(from: Float32Array, to: Float32Array, width: number, height: number, kernel: Float32Array): void {
  const radius = (kernel.length - 1) / 2;
  for (let y = 0; y < height; y++) {
    const row = to.subarray(y * width, (y + 1) * width).fill(0);
    for (let k = 0; k < kernel.length; k++) {
      const weight = kernel[k];
      const source = mirror(y + k - radius, height) * width; // a row at a time, so that memory is read in order
      for (let x = 0; x < width; x++) row[x] += weight * from[source + x];
    }
  }
}
