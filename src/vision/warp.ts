import { createPicture, type Picture } from './picture.js';
import { type Quad, toQuad } from './quad.js';

/**
 * What lies in a quadrilateral of a picture, as a rectangle, by bilinear interpolation. Where the quadrilateral is a
 * rectangle of whole pixels, turned by right angles or not, pixels come out as they are.
 *
 * @param outside red, green, blue, alpha of what lies beside the picture
 */
export function warpQuad(
  picture: Picture,
  quad: Quad,
  [width, height]: readonly [number, number],
  outside: readonly [number, number, number, number],
): Picture {
  const out = createPicture(width, height, outside);
  const [a, b, c, d, e, f, g, h, i] = toQuad([width, height], quad);
  const { data } = picture;
  const [right, bottom] = [picture.width - 1, picture.height - 1];
  for (let y = 0, to = 0; y < height; y++) {
    const v = y + 0.5;
    for (let x = 0; x < width; x++, to += 4) {
      const u = x + 0.5;
      const w = g * u + h * v + i;
      const sx = (a * u + b * v + c) / w;
      const sy = (d * u + e * v + f) / w;
      if (!(sx >= 0 && sy >= 0 && sx <= picture.width && sy <= picture.height)) continue;
      // Nearer than this to a pixel's middle is rounding.
      const px = near(sx - 0.5);
      const py = near(sy - 0.5);
      const x0 = Math.floor(px);
      const y0 = Math.floor(py);
      const fx = px - x0;
      const fy = py - y0;
      const left = Math.min(right, Math.max(0, x0));
      const top = Math.min(bottom, Math.max(0, y0)) * picture.width;
      const p00 = 4 * (top + left);
      if (fx === 0 && fy === 0) {
        for (let k = 0; k < 4; k++) out.data[to + k] = data[p00 + k];
        continue;
      }
      const next = Math.min(right, x0 + 1);
      const below = Math.min(bottom, y0 + 1) * picture.width;
      const p10 = 4 * (top + next);
      const p01 = 4 * (below + left);
      const p11 = 4 * (below + next);
      // Weights carry the opacity: what cannot be seen has no colour to mix.
      const w00 = (1 - fx) * (1 - fy) * data[p00 + 3];
      const w10 = fx * (1 - fy) * data[p10 + 3];
      const w01 = (1 - fx) * fy * data[p01 + 3];
      const w11 = fx * fy * data[p11 + 3];
      const alpha = w00 + w10 + w01 + w11;
      out.data[to + 3] = alpha;
      if (alpha === 0) continue;
      for (let k = 0; k < 3; k++)
        out.data[to + k] =
          (w00 * data[p00 + k] + w10 * data[p10 + k] + w01 * data[p01 + k] + w11 * data[p11 + k]) / alpha;
    }
  }
  return out;
}

function near(v: number): number {
  const whole = Math.round(v);
  return Math.abs(v - whole) < 1e-6 ? whole : v;
}
