import { gaussianBlur } from '../gaussianBlur.js';
import { createPlanes, type Planes } from '../planes.js';

export interface DifferenceOfGaussiansOptions {
  /** Standard deviation of the narrow Gaussian in pixels: half the width of a line, about. */
  readonly sigma: number;
  /** The wide Gaussian's deviation over the narrow one's; 1.6 comes near a Laplacian of Gaussian. */
  readonly ratio?: number;
  /** Darkness of a line per unit of difference; 20 makes a step of a tenth of the range black. */
  readonly gain?: number;
  /** Differences below this are paper, so that soft shading and noise draw no line. */
  readonly threshold?: number;
}

/**
 * Lines on the dark side of edges: where a channel, narrowly blurred, is darker than the same channel widely blurred.
 * The strongest of the channels counts, so that colours of equal lightness are parted too.
 *
 * @param planes any channels, 0…1 each (RGB for pictures)
 * @returns one plane, 1 paper … 0 ink
 * @see Marr, Hildreth 1980, Theory of edge detection
 */
export function differenceOfGaussians(planes: Planes, options: DifferenceOfGaussiansOptions): Planes {
  const { sigma, ratio = 1.6, gain = 20, threshold = 0.012 } = options;
  const { channels, width, height } = planes;
  const narrow = gaussianBlur(planes, sigma).data;
  const wide = gaussianBlur(planes, sigma * ratio).data;
  const area = width * height;
  const out = createPlanes(1, width, height);
  for (let i = 0; i < area; i++) {
    let strongest = 0;
    for (let c = 0; c < channels; c++) strongest = Math.max(strongest, wide[c * area + i] - narrow[c * area + i]);
    out.data[i] = 1 - Math.min(1, Math.max(0, strongest - threshold) * gain);
  }
  return out;
}

export interface ExtendedDifferenceOptions {
  /** Standard deviation of the narrow Gaussian in pixels. */
  readonly sigma: number;
  readonly ratio?: number;
  /** How much edges count against tone: 0 thresholds the picture, large values draw edges only. */
  readonly sharpness?: number;
  /** Tone below which ink begins, 0…1. */
  readonly threshold?: number;
  /** How suddenly paper becomes ink; 10 is soft like charcoal, 200 hard like a pen. */
  readonly steepness?: number;
}

/**
 * XDoG: edges and dark tones together, as ink, by a soft threshold of a sharpened picture.
 *
 * @param luma one plane, 0…1
 * @returns one plane, 1 paper … 0 ink
 * @see Winnemöller, Kyprianidis, Olsen 2012, XDoG: an eXtended difference-of-Gaussians compendium
 */
export function extendedDifferenceOfGaussians(luma: Planes, options: ExtendedDifferenceOptions): Planes {
  const { sigma, ratio = 1.6, sharpness = 20, threshold = 0.5, steepness = 20 } = options;
  const narrow = gaussianBlur(luma, sigma).data;
  const wide = gaussianBlur(luma, sigma * ratio).data;
  const out = createPlanes(1, luma.width, luma.height);
  for (let i = 0; i < out.data.length; i++) {
    const sharpened = narrow[i] + sharpness * (narrow[i] - wide[i]);
    out.data[i] = sharpened >= threshold ? 1 : Math.max(0, 1 + Math.tanh(steepness * (sharpened - threshold)));
  }
  return out;
}
