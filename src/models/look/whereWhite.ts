import type { Picture } from '../../vision/picture.js';

/** One picture where a mask is white, another where it is black, and a mixture where it is grey; all of one size. */
export function whereWhite(mask: Picture, white: Picture, black: Picture): Picture {
  const data = new Uint8ClampedArray(black.data);
  for (let q = 0; q < data.length; q += 4) {
    const share = mask.data[q] / 255;
    for (let c = 0; c < 3; c++) data[q + c] += share * (white.data[q + c] - data[q + c]);
  }
  return { ...black, data };
}
