import { type Picture, PictureError } from './picture.js';

/**
 * A rectangle of a picture, copied.
 *
 * @throws PictureError `wrong-size` when it is empty or reaches out of the picture
 */
export function cropPicture(picture: Picture, left: number, top: number, width: number, height: number): Picture {
  const inside =
    left >= 0 &&
    top >= 0 &&
    width >= 1 &&
    height >= 1 &&
    left + width <= picture.width &&
    top + height <= picture.height;
  if (!inside) {
    throw new PictureError(
      'wrong-size',
      `${width} × ${height} at ${left}, ${top} is no part of a picture of ${picture.width} × ${picture.height}`,
    );
  }
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 4;
    data.set(picture.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
}
