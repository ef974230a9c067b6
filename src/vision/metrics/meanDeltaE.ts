import { deltaE2000, labFromSrgb } from '../colorSpaces.js';
import type { Picture } from '../picture.js';
import { expectSameSize } from './psnr.js';

/**
 * Mean CIEDE2000 colour difference over all pixels. Alpha does not count.
 *
 * @throws PictureError `wrong-size`
 */
export function meanDeltaE(a: Picture, b: Picture): number {
  expectSameSize(a, b);
  const lab = ({ data }: Picture, i: number) => labFromSrgb([data[i] / 255, data[i + 1] / 255, data[i + 2] / 255]);
  let sum = 0;
  for (let i = 0; i < a.data.length; i += 4) sum += deltaE2000(lab(a, i), lab(b, i));
  return sum / (a.width * a.height);
}
