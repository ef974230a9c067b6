import { LINEAR_FROM_BYTE } from '../colorSpaces.js';
import type { Picture } from '../picture.js';
import { createPlanes, type Planes } from '../planes.js';
import { resizeArea } from '../resize/area.js';
import { expectSameSize } from './psnr.js';

/** Octaves looked at: from single pixels to shapes eight times as large. */
const SCALES = 4;
/** A smaller picture than this, in pixels a side, is not halved again. */
const SMALLEST = 16;
/** Derivatives of each plane: ∂x, ∂y, ∂xx, ∂yy, ∂xy. */
const FILTERS = 5;
/** Contrast in Oklab that is just visible: weaker structure fades out of the features and is not blown up by their normalisation. */
const VISIBLE = 0.02;
/** Difference in Oklab that counts as another colour altogether: white against a middle grey. */
const OTHER_COLOR = 0.5;

/** What `featureDistance` compares; worked out once for a picture that is compared with many. */
export interface PictureFeatures {
  readonly width: number;
  readonly height: number;
  readonly scales: readonly {
    /** Oklab, 3 planes. */
    readonly color: Planes;
    /** Normalised filter responses, 15 planes. */
    readonly shape: Planes;
  }[];
}

/**
 * Features of a picture by a fixed bank of filters; nothing in it is learned. The picture is turned to Oklab and halved
 * three times. At each of the four scales every plane (L, a, b) is filtered by the first and second derivatives in 3 × 3
 * pixels (∂x, ∂y by Scharr's weights, ∂xx, ∂yy, ∂xy), which gives 15 numbers a pixel; they are divided by √(their squared
 * sum + 0.02²), so that they say which way edges, lines and spots run and not how strong they are. The Oklab colour itself goes
 * beside them. Transparency does not count.
 */
export function pictureFeatures(picture: Picture): PictureFeatures {
  const { width, height } = picture;
  const scales = [];
  let color = oklabPlanes(picture);
  while (scales.length < SCALES) {
    scales.push({ color, shape: shapeOf(color) });
    if (Math.min(color.width, color.height) < 2 * SMALLEST) break;
    color = resizeArea(color, color.width >> 1, color.height >> 1);
  }
  return { width, height, scales };
}

/**
 * How different two pictures look, in place of LPIPS, whose networks' weights are not free: the mean over scales and pixels of
 * half the squared distance of the filter responses (1 where structure has nothing in common) and of the Oklab distance / 0.5
 * (at most 1), half of each. 0 for equal pictures, about 0.5 for unrelated ones. Unlike PSNR it sees blotches, smeared edges and lost detail in
 * their surroundings, and forgives small shifts at the coarser scales.
 *
 * @throws PictureError `wrong-size`
 * @see Zhang et al. 2018, The Unreasonable Effectiveness of Deep Features as a Perceptual Metric: the form of the distance
 */
export function featureDistance(a: PictureFeatures, b: PictureFeatures): number {
  expectSameSize(a, b);
  let sum = 0;
  for (const [s, scale] of a.scales.entries()) {
    const other = b.scales[s];
    const area = scale.color.width * scale.color.height;
    let shape = 0;
    const [f, g] = [scale.shape.data, other.shape.data];
    for (let i = 0; i < f.length; i++) shape += (f[i] - g[i]) ** 2;
    let color = 0;
    const [p, q] = [scale.color.data, other.color.data];
    for (let i = 0; i < area; i++) {
      const distance = Math.hypot(p[i] - q[i], p[area + i] - q[area + i], p[2 * area + i] - q[2 * area + i]);
      color += Math.min(1, distance / OTHER_COLOR);
    }
    sum += (shape / 2 + color) / (2 * area);
  }
  return sum / a.scales.length;
}

/** Oklab of every pixel, as `oklabFromSrgb` gives it, from a table of the sRGB curve. */
function oklabPlanes({ width, height, data }: Picture): Planes {
  const linear = LINEAR_FROM_BYTE;
  const area = width * height;
  const out = createPlanes(3, width, height);
  for (let i = 0; i < area; i++) {
    const [r, g, b] = [linear[data[4 * i]], linear[data[4 * i + 1]], linear[data[4 * i + 2]]];
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    out.data[i] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    out.data[area + i] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    out.data[2 * area + i] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return out;
}

function shapeOf({ channels, width, height, data }: Planes): Planes {
  const area = width * height;
  const out = createPlanes(channels * FILTERS, width, height);
  for (let c = 0; c < channels; c++) {
    const at = c * area;
    const response = (k: number) => out.data.subarray((c * FILTERS + k) * area, (c * FILTERS + k + 1) * area);
    const [dx, dy, dxx, dyy, dxy] = [0, 1, 2, 3, 4].map(response);
    for (let y = 0, p = 0; y < height; y++) {
      const up = at + Math.max(0, y - 1) * width;
      const row = at + y * width;
      const down = at + Math.min(height - 1, y + 1) * width;
      for (let x = 0; x < width; x++, p++) {
        const l = Math.max(0, x - 1);
        const r = Math.min(width - 1, x + 1);
        const [a, b, e] = [data[up + l], data[up + x], data[up + r]];
        const [f, g, h] = [data[row + l], data[row + x], data[row + r]];
        const [i, j, k] = [data[down + l], data[down + x], data[down + r]];
        dx[p] = (3 * (e - a + k - i) + 10 * (h - f)) / 32;
        dy[p] = (3 * (i - a + k - e) + 10 * (j - b)) / 32;
        dxx[p] = (a + e - 2 * b + 2 * (f + h - 2 * g) + i + k - 2 * j) / 4;
        dyy[p] = (a + i - 2 * f + 2 * (b + j - 2 * g) + e + k - 2 * h) / 4;
        dxy[p] = (a - e - i + k) / 4;
      }
    }
  }
  const planes = channels * FILTERS;
  for (let p = 0; p < area; p++) {
    let energy = VISIBLE ** 2;
    for (let k = 0; k < planes; k++) energy += out.data[k * area + p] ** 2;
    const gain = 1 / Math.sqrt(energy);
    for (let k = 0; k < planes; k++) out.data[k * area + p] *= gain;
  }
  return out;
}
