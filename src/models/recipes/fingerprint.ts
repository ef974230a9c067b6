import type { Picture } from '../../vision/picture.js';
import { lumaPlane, rgbPlanes } from '../../vision/planes.js';
import { resizeArea } from '../../vision/resize/area.js';

/**
 * A short text that is equal for copies of a picture in other sizes and formats: whether each of 9 × 8 cells is lighter
 * than its neighbour, and the mean colours of 2 × 2 quarters in 16 steps.
 */
export function fingerprint(picture: Picture): string {
  const cells = resizeArea(lumaPlane(picture), 9, 8).data;
  let bits = '';
  // A small step up counts as none, or flat areas would give noise.
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) bits += cells[y * 9 + x + 1] > cells[y * 9 + x] + 0.02 ? '1' : '0';
  }
  const quarters = resizeArea(rgbPlanes(picture), 2, 2).data;
  return `${BigInt(`0b${bits}`).toString(36)}-${[...quarters].map((value) => Math.round(value * 15).toString(16)).join('')}`;
}

/** Largest minus smallest channel from which a pixel counts as coloured; yellowed paper stays below. */
const COLORED = 0.1;

/** Share of pixels that have a colour, not a grey, 0…1. */
export function coloredShare(picture: Picture): number {
  const { width, height, data } = resizeArea(rgbPlanes(picture), 64, 64);
  const area = width * height;
  let colored = 0;
  for (let i = 0; i < area; i++) {
    const [r, g, b] = [data[i], data[area + i], data[2 * area + i]];
    if (Math.max(r, g, b) - Math.min(r, g, b) > COLORED) colored++;
  }
  return colored / area;
}
