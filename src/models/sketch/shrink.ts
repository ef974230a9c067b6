import type { Picture } from '../../vision/picture.js';
import type { Sketch } from './sketch.js';

/** Pixels that what follows a pen or a dial has at most. */
const DRAFT = 2 ** 20;

/** The whole number that the sides of a picture are divided by for a draft of it; 1 where it is small enough. */
export const draftFactor = ({ width, height }: Pick<Picture, 'width' | 'height'>): number =>
  Math.ceil(Math.sqrt((width * height) / DRAFT));

/** A sketch of so many times fewer columns and rows; what is left over at the ends is cut off. */
export function shrinkSketch(sketch: Sketch, factor: number): Sketch {
  if (factor === 1) return sketch;
  const { width, ink, alpha } = sketch;
  const lines = shrink(sketch.lines, factor);
  return {
    ...sketch,
    width: lines.width,
    height: lines.height,
    ink: shrinkPlane(ink, width, factor),
    lines,
    alpha: alpha && shrinkPlane(alpha, width, factor),
  };
}

/** The means of squares of pixels, each counted by its alpha; what is left over at the ends is cut off. */
export function shrink(picture: Picture, factor: number): Picture {
  if (factor === 1) return picture;
  const from = picture.data;
  const [width, height] = [Math.floor(picture.width / factor), Math.floor(picture.height / factor)];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, q = 0; y < height; y++) {
    for (let x = 0; x < width; x++, q += 4) {
      let [r, g, b, alpha] = [0, 0, 0, 0];
      for (let j = 0; j < factor; j++) {
        let at = 4 * ((y * factor + j) * picture.width + x * factor);
        for (let i = 0; i < factor; i++, at += 4) {
          const a = from[at + 3];
          if (a === 0) continue; // lines are nothing nearly everywhere
          r += a * from[at];
          g += a * from[at + 1];
          b += a * from[at + 2];
          alpha += a;
        }
      }
      if (alpha === 0) continue;
      data[q] = r / alpha;
      data[q + 1] = g / alpha;
      data[q + 2] = b / alpha;
      data[q + 3] = alpha / (factor * factor);
    }
  }
  return { width, height, data };
}

/** The means of squares of a plane of bytes. */
function shrinkPlane(plane: Uint8Array, stride: number, factor: number): Uint8Array {
  const [width, height] = [Math.floor(stride / factor), Math.floor(plane.length / stride / factor)];
  const out = new Uint8Array(width * height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let j = 0; j < factor; j++) {
        const at = (y * factor + j) * stride + x * factor;
        for (let i = 0; i < factor; i++) sum += plane[at + i];
      }
      out[p++] = Math.round(sum / (factor * factor));
    }
  }
  return out;
}
