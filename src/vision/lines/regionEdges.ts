import { gaussianBlur } from '../gaussianBlur.js';
import { createPlanes, type Planes } from '../planes.js';
import { type SegmentationOptions, segment } from './segmentation.js';

/**
 * Borders of a colour segmentation as lines: even, closed, without the tones of the picture.
 *
 * @param planes RGB, 0…1
 * @param width  of the lines in pixels, ≥ 1
 * @returns one plane, 1 paper … 0 ink
 */
export function regionEdges(planes: Planes, { width, ...options }: SegmentationOptions & { width: number }): Planes {
  const labels = segment(gaussianBlur(planes, 0.5 * width), options);
  const edges = createPlanes(1, planes.width, planes.height);
  for (let y = 0; y < planes.height; y++) {
    for (let x = 0; x < planes.width; x++) {
      const i = y * planes.width + x;
      const right = x + 1 < planes.width && labels[i] !== labels[i + 1];
      const below = y + 1 < planes.height && labels[i] !== labels[i + planes.width];
      if (right || below) edges.data[i] = 1;
    }
  }
  // A one-pixel staircase, blurred and cut at the level that leaves the wanted width, is a smooth line.
  const sigma = 0.5 * width;
  const soft = gaussianBlur(edges, sigma);
  const peak = 1 / (sigma * Math.sqrt(2 * Math.PI));
  const half = width / 2;
  const cut = peak * Math.exp(-(half * half) / (2 * sigma * sigma));
  for (let i = 0; i < soft.data.length; i++) {
    soft.data[i] = 1 - Math.min(1, Math.max(0, 0.5 + (soft.data[i] / cut - 1) * 1.2));
  }
  return soft;
}
