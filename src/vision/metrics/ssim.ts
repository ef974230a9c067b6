import { gaussianBlur } from '../gaussianBlur.js';
import type { Picture } from '../picture.js';
import { createPlanes, lumaPlane, type Planes } from '../planes.js';
import { expectSameSize } from './psnr.js';

/** Constants of the paper, for values 0…1. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/** Of the Gaussian window. */
const SIGMA = 1.5;

/**
 * Mean structural similarity of the luma, 1 for equal pictures. Gaussian window of σ = 1.5 pixels, edges mirrored.
 *
 * @throws PictureError `wrong-size`
 * @see Wang, Bovik, Sheikh, Simoncelli 2004, Image quality assessment: from error visibility to structural similarity
 */
export function ssim(a: Picture, b: Picture): number {
  expectSameSize(a, b);
  const x = lumaPlane(a);
  const y = lumaPlane(b);
  const product = (p: Planes, q: Planes) =>
    gaussianBlur(
      createPlanes(
        1,
        p.width,
        p.height,
        p.data.map((value, i) => value * q.data[i]),
      ),
      SIGMA,
    ).data;
  const meanX = gaussianBlur(x, SIGMA).data;
  const meanY = gaussianBlur(y, SIGMA).data;
  const xx = product(x, x);
  const yy = product(y, y);
  const xy = product(x, y);
  let sum = 0;
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i], meanY[i]];
    const covariance = xy[i] - mx * my;
    const variances = xx[i] - mx * mx + yy[i] - my * my;
    sum += ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (variances + C2));
  }
  return sum / meanX.length;
}
