import type { Picture } from '../../vision/picture.js';
import type { Hints } from './hints.js';
import { type HintRaster, rasterizeHints } from './rasterizeHints.js';

/** Grey of the rim that parts a white dab from white paper. */
const RIM = 90;

/**
 * A picture with hints painted on it, each with a thin grey rim, for people to look at. Small dabs are drawn larger than they are.
 *
 * @param least narrowest stroke in pixels as drawn
 */
export function drawHints(picture: Picture, hints: Hints, least = 5): Picture {
  const { width, height } = picture;
  const strokes = hints.strokes.map((stroke) => ({ ...stroke, width: Math.max(least, stroke.width) }));
  return drawHintRaster(picture, rasterizeHints({ ...hints, strokes }, width, height));
}

/**
 * The same with hints that are on a grid already: they keep their size, the rim goes round them.
 *
 * @param hints of the picture's size
 */
export function drawHintRaster(picture: Picture, { labels, colors }: HintRaster): Picture {
  const { width, height } = picture;
  const data = picture.data.slice();
  const fill = (p: number, red: number, green: number, blue: number) => data.set([red, green, blue, 255], 4 * p);
  for (let p = 0; p < labels.length; p++) {
    const x = p % width;
    if (labels[p] === 0) {
      const beside = [x > 0 && p - 1, x < width - 1 && p + 1, p - width, p + width];
      if (beside.some((q) => q !== false && labels[q] > 0)) fill(p, RIM, RIM, RIM);
      continue;
    }
    const at = 3 * (labels[p] - 1);
    fill(p, 255 * colors[at], 255 * colors[at + 1], 255 * colors[at + 2]);
  }
  return { width, height, data };
}
