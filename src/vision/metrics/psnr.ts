import { type Picture, PictureError } from '../picture.js';

type Size = Pick<Picture, 'width' | 'height'>;

/** @throws PictureError `wrong-size` when two pictures cannot be compared pixel by pixel */
export function expectSameSize(a: Size, b: Size): void {
  if (a.width !== b.width || a.height !== b.height) {
    throw new PictureError(
      'wrong-size',
      `pictures of one size can be compared, not ${a.width} × ${a.height} with ${b.width} × ${b.height}`,
    );
  }
}

/**
 * Peak signal-to-noise ratio over red, green and blue: 10 log₁₀(255² / mean squared error), in dB. Alpha does not count.
 *
 * @returns Infinity for equal pictures
 * @throws PictureError `wrong-size`
 */
export function psnr(a: Picture, b: Picture): number {
  expectSameSize(a, b);
  let sum = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    for (let c = 0; c < 3; c++) sum += (a.data[i + c] - b.data[i + c]) ** 2;
  }
  return 10 * Math.log10(255 ** 2 / (sum / (3 * a.width * a.height)));
}
