import type { Picture } from '../../vision/picture.js';
import type { Look } from './look.js';

/**
 * Colours with shade, saturation and strength set.
 *
 * @param color colours without lines, opaque
 * @param flat  its flats, or null where `look.shade` is 1 and nobody needs them
 */
export function toned(
  color: Picture,
  flat: Picture | null,
  { strength, saturation, shade }: Pick<Look, 'strength' | 'saturation' | 'shade'>,
): Picture {
  if (strength === 1 && saturation === 1 && shade === 1) return color;
  const { width, height, data } = color;
  const out = new Uint8ClampedArray(data);
  const base = flat?.data ?? data;
  for (let q = 0; q < data.length; q += 4) {
    let [r, g, b] = [data[q], data[q + 1], data[q + 2]];
    if (shade !== 1) {
      r = base[q] + shade * (r - base[q]);
      g = base[q + 1] + shade * (g - base[q + 1]);
      b = base[q + 2] + shade * (b - base[q + 2]);
    }
    if (saturation !== 1) {
      const grey = 0.299 * r + 0.587 * g + 0.114 * b;
      r = grey + saturation * (r - grey);
      g = grey + saturation * (g - grey);
      b = grey + saturation * (b - grey);
    }
    out[q] = 255 + strength * (r - 255);
    out[q + 1] = 255 + strength * (g - 255);
    out[q + 2] = 255 + strength * (b - 255);
  }
  return { width, height, data: out };
}
