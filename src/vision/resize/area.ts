import { createPlanes, type Planes } from '../planes.js';

/**
 * Resizes to the mean of what each new pixel covers, pixels cut in parts where sizes do not divide. The right way to
 * shrink line art: ink is neither lost nor sharpened.
 */
export function resizeArea(planes: Planes, width: number, height: number): Planes {
  const { channels } = planes;
  const spanX = planes.width / width;
  const spanY = planes.height / height;
  const wide = createPlanes(channels, width, planes.height);
  for (let line = 0; line < channels * planes.height; line++) {
    const row = line * planes.width;
    for (let i = 0; i < width; i++) {
      const begin = i * spanX;
      const end = Math.min(planes.width, begin + spanX);
      let sum = 0;
      for (let k = Math.floor(begin); k < end; k++) {
        sum += planes.data[row + k] * (Math.min(end, k + 1) - Math.max(begin, k));
      }
      wide.data[line * width + i] = sum / spanX;
    }
  }
  const out = createPlanes(channels, width, height);
  for (let c = 0; c < channels; c++) {
    for (let j = 0; j < height; j++) {
      const begin = j * spanY;
      const end = Math.min(planes.height, begin + spanY);
      const target = (c * height + j) * width;
      // A row at a time, so that memory is read in order.
      for (let k = Math.floor(begin); k < end; k++) {
        const share = (Math.min(end, k + 1) - Math.max(begin, k)) / spanY;
        const source = (c * planes.height + k) * width;
        for (let x = 0; x < width; x++) out.data[target + x] += share * wide.data[source + x];
      }
    }
  }
  return out;
}
