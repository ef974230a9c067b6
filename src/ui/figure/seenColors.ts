import { NO_PART, type PartMap } from '../../models/parts/partMap.js';
import { PARTS } from '../../models/parts/parts.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import { hexFromSrgb } from '../../vision/colorSpaces.js';

/** Bits of each channel that colours of one flat share: shades of an edge fall elsewhere. */
const BITS = 4;

/**
 * The colour that covers most of each part in a picture.
 *
 * @param pixels the picture on the map's grid: r, g, b, alpha
 */
export function seenColors(pixels: Uint8ClampedArray, { data }: PartMap): PartColors {
  const bins = Array.from(PARTS, () => new Map<number, { count: number; sums: [number, number, number] }>());
  for (let p = 0; p < data.length; p++) {
    if (data[p] === NO_PART) continue;
    const [r, g, b] = pixels.subarray(4 * p, 4 * p + 3);
    const key = ((r >> (8 - BITS)) << (2 * BITS)) | ((g >> (8 - BITS)) << BITS) | (b >> (8 - BITS));
    const bin = bins[data[p]].get(key) ?? { count: 0, sums: [0, 0, 0] };
    bin.count++;
    for (const [c, value] of [r, g, b].entries()) bin.sums[c] += value;
    bins[data[p]].set(key, bin);
  }
  const seen: Record<string, string> = {};
  for (const [i, part] of PARTS.entries()) {
    let most = { count: 0, sums: [0, 0, 0] };
    for (const bin of bins[i].values()) if (bin.count > most.count) most = bin;
    const { count, sums } = most;
    if (count > 0) seen[part] = hexFromSrgb(sums.map((sum) => sum / count / 255) as [number, number, number]);
  }
  return seen;
}

/** The pixels of a picture on a map's grid. */
export function onGrid(bitmap: ImageBitmap, { width, height }: PartMap): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  canvas.imageSmoothingEnabled = false; // a colour of the picture, not one between two
  canvas.drawImage(bitmap, 0, 0, width, height);
  return canvas.getImageData(0, 0, width, height).data;
}
