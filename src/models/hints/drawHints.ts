import type { Picture } from '../../vision/picture.js';
import type { Hints } from './hints.js';
import { rasterizeHints } from './rasterizeHints.js';

/** Colour of the rim that parts a white dab from white paper. */
const RIM = 90;

/**
 * A picture with hints painted on it, each with a thin grey rim, for people to look at. Small dabs are drawn larger than they are.
 *
 * @param least narrowest stroke in pixels as drawn
 */
export function drawHints(picture: Picture, hints: Hints, least = 5): Picture {
  const { width, height } = picture;
  const strokes = hints.strokes.map((stroke) => ({ ...stroke, width: Math.max(least, stroke.width) }));
  const { labels, colors } = rasterizeHints({ ...hints, strokes }, width, height);
  const data = picture.data.slice();
  for (let p = 0; p < labels.length; p++) {
    if (labels[p] === 0) continue;
    const x = p % width;
    const around = [x > 0 && p - 1, x < width - 1 && p + 1, p - width, p + width];
    const rim = around.some((q) => q !== false && labels[q] === 0);
    for (let c = 0; c < 3; c++) data[4 * p + c] = rim ? RIM : 255 * colors[3 * (labels[p] - 1) + c];
    data[4 * p + 3] = 255;
  }
  return { width, height, data };
}
