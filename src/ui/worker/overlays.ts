import type { Certainty } from '../../models/colorizer.js';
import type { Picture } from '../../vision/picture.js';

/** Opacity of the veil over where a hint has its say, and of its rim. */
const VEIL = 0.32;
const RIM = 0.9;

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

/** The veil over guesses: a colour that line art seldom has, and its opacity where nothing is sure. */
const DOUBT: readonly [number, number, number] = [255, 96, 0];
const DOUBT_OPACITY = 0.5;

/** The more a colour is a guess, the denser the veil. */
export function doubtVeil({ width, height, data: sure }: Certainty): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let p = 0; p < sure.length; p++) data.set([...DOUBT, 255 * DOUBT_OPACITY * (1 - sure[p])], 4 * p);
  return { width, height, data };
}

/** Part of the shorter side over which doubt is summed: about what one hint settles. */
const SETTLED = 1 / 10;

/** Less doubt than this on average is no reason for a hint. */
const ENOUGH = 0.15;

/** The grid point round which most doubt lies, where the next hint tells most; null if there is little left. */
export function doubtAt({ width, height, data: sure }: Certainty): [number, number] | null {
  const radius = Math.max(1, Math.round(Math.min(width, height) * SETTLED));
  // Sums over boxes through a table of sums (Crow 1984).
  const stride = width + 1;
  const table = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += 1 - sure[y * width + x];
      table[(y + 1) * stride + x + 1] = table[y * stride + x + 1] + row;
    }
  }
  let best = 0;
  let at: [number, number] | null = null;
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
      const doubt =
        table[bottom * stride + right] -
        table[top * stride + right] -
        table[bottom * stride + left] +
        table[top * stride + left];
      // The middle of a doubtful place, not merely somewhere near it.
      const here = doubt * (1 - sure[y * width + x]);
      if (here > best) {
        best = here;
        at = [x + 0.5, y + 0.5];
      }
    }
  }
  return best > ENOUGH * (2 * radius + 1) ** 2 ? at : null;
}
