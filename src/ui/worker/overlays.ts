import type { Certainty } from '../../models/colorizer.js';
import { distanceToInk } from '../../models/propagation/distanceToInk.js';
import type { Picture } from '../../vision/picture.js';
import { RIM, VEIL } from '../hints/veil.js';

/** Where a hint would have its say, in its colour, with a rim that also shows on that colour. */
export function influenceVeil(
  { width, height, mask }: { readonly width: number; readonly height: number; readonly mask: Uint8Array },
  [r, g, b]: readonly [number, number, number],
): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      if (!mask[p]) continue;
      const rim =
        (x > 0 && !mask[p - 1]) ||
        (x < width - 1 && !mask[p + 1]) ||
        (y > 0 && !mask[p - width]) ||
        (y < height - 1 && !mask[p + width]);
      data.set([r, g, b, 255 * (rim ? RIM : VEIL)], 4 * p);
    }
  }
  return { width, height, data };
}

/**
 * The veil over guesses: slanted stripes, light and dark ones in turn, that show on every colour and change none's hue. Drawn this
 * many times finer than the grid, so that they have sharp edges; a light and a dark one are `PERIOD` fine pixels together.
 */
const FINE = 4;
const PERIOD = 20;
const LIGHT_OPACITY = 0.6;
const DARK_OPACITY = 0.3;

/** Grid pixels that sureness reaches beyond its edge: lines, which nobody is sure of, would be dashed with stripes else. */
const OVER_LINES = 2;

/** The more a colour is a guess, the denser the veil. */
export function doubtVeil({ width, height, data }: Pick<Certainty, 'width' | 'height' | 'data'>): Picture {
  return stripes({ width, height, data: dilated(dilated(data, width, 1), width, width) });
}

/** The largest of each value and those up to `OVER_LINES` before and after it, `step` apart, in rows of a width. */
function dilated(values: Float32Array, width: number, step: number): Float32Array {
  return values.map((value, p) => {
    let most = value;
    for (let k = -OVER_LINES; k <= OVER_LINES; k++) {
      const q = p + k * step;
      const isBeside = q >= 0 && q < values.length && (step > 1 || Math.floor(q / width) === Math.floor(p / width));
      if (isBeside && values[q] > most) most = values[q];
    }
    return most;
  });
}

function stripes({ width, height, data: sure }: Pick<Certainty, 'width' | 'height' | 'data'>): Picture {
  const [w, h] = [width * FINE, height * FINE];
  const data = new Uint8ClampedArray(4 * w * h);
  for (let y = 0, q = 0; y < h; y++) {
    const gridY = Math.max(0, Math.min(height - 1, (y + 0.5) / FINE - 0.5));
    const top = Math.floor(gridY) * width;
    const below = Math.min(height - 1, Math.floor(gridY) + 1) * width;
    const v = gridY - Math.floor(gridY);
    for (let x = 0; x < w; x++, q += 4) {
      const gridX = Math.max(0, Math.min(width - 1, (x + 0.5) / FINE - 0.5));
      const left = Math.floor(gridX);
      const right = Math.min(width - 1, left + 1);
      const u = gridX - left;
      const known =
        (1 - v) * ((1 - u) * sure[top + left] + u * sure[top + right]) +
        v * ((1 - u) * sure[below + left] + u * sure[below + right]);
      const isLight = (x + y) % PERIOD < PERIOD / 2;
      if (isLight) data[q] = data[q + 1] = data[q + 2] = 255;
      data[q + 3] = 255 * (isLight ? LIGHT_OPACITY : DARK_OPACITY) * (1 - known);
    }
  }
  return { width: w, height: h, data };
}

/** Doubt over less than this part of the picture is no reason for a hint. */
const ENOUGH = 1 / 250;

/**
 * The grid point where the next hint tells most: in the area with most doubt in it, since that is what a hint settles, well
 * away from the area's rim, where a hand may miss it. Null if there is little doubt left.
 */
export function doubtAt({ width, height, data: sure, areas }: Certainty): [number, number] | null {
  const doubts = new Map<number, number>();
  for (let p = 0; p < sure.length; p++) {
    if (areas[p] > 0) doubts.set(areas[p], (doubts.get(areas[p]) ?? 0) + 1 - sure[p]);
  }
  const [area, doubt] = [...doubts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0]);
  if (doubt <= ENOUGH * sure.length) return null;
  const outside = Float32Array.from(areas, (at, p) => (at === area && !isAtEdge(p, width, height) ? 0 : 1));
  const inside = distanceToInk(outside, width, height, 0.5);
  let best = 0;
  let at = 0;
  for (let p = 0; p < sure.length; p++) {
    const here = inside[p] * (1 - sure[p]);
    if (here <= best) continue;
    best = here;
    at = p;
  }
  return best > 0 ? [(at % width) + 0.5, Math.floor(at / width) + 0.5] : null;
}

/** Whether a pixel of a grid lies at the picture's edge. */
function isAtEdge(p: number, width: number, height: number): boolean {
  const x = p % width;
  return x === 0 || x === width - 1 || p < width || p >= width * (height - 1);
}
