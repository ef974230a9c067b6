import { PART_CELL } from '../networks/partSegmenter.js';
import { PARTS } from './parts.js';

/** What the segmenter says of a sketch: logits of the parts, PARTS · height · width cells over the whole picture. */
export interface PartLogits {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Cells of the segmenter for a grid of this size. */
export const cellsOf = (width: number, height: number) => ({ width: width / PART_CELL, height: height / PART_CELL });

/**
 * Probabilities of the parts on a grid of any size over the same picture, interpolated between the cells' middles:
 * PARTS · height · width.
 */
export function partShares(logits: PartLogits, width: number, height: number): Float32Array {
  const shares = softmaxOf(logits);
  const cells = logits.width * logits.height;
  const columns = stops(width, logits.width);
  const rows = stops(height, logits.height);
  const n = width * height;
  const planes = new Float32Array(PARTS.length * n);
  for (let y = 0; y < height; y++) {
    const { first: top, second: bottom, share: down } = rows[y];
    for (let x = 0; x < width; x++) {
      const { first, second, share } = columns[x];
      const [a, b] = [top * logits.width, bottom * logits.width];
      for (let k = 0; k < PARTS.length; k++) {
        const at = k * cells;
        const upper = shares[at + a + first] * (1 - share) + shares[at + a + second] * share;
        const lower = shares[at + b + first] * (1 - share) + shares[at + b + second] * share;
        planes[k * n + y * width + x] = upper * (1 - down) + lower * down;
      }
    }
  }
  return planes;
}

/** For each pixel of a row the two cells whose middles it lies between, and the second one's share. */
function stops(pixels: number, cells: number) {
  return Array.from({ length: pixels }, (_, p) => {
    const at = Math.min(cells - 1, Math.max(0, ((p + 0.5) * cells) / pixels - 0.5));
    const first = Math.floor(at);
    return { first, second: Math.min(cells - 1, first + 1), share: at - first };
  });
}

/** Probabilities of the parts, cell by cell, in the order of the logits. */
function softmaxOf({ width, height, data }: PartLogits): Float32Array {
  const cells = width * height;
  const shares = new Float32Array(data.length);
  for (let cell = 0; cell < cells; cell++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = cell; at < data.length; at += cells) highest = Math.max(highest, data[at]);
    let total = 0;
    for (let at = cell; at < data.length; at += cells) {
      shares[at] = Math.exp(data[at] - highest);
      total += shares[at];
    }
    for (let at = cell; at < data.length; at += cells) shares[at] /= total;
  }
  return shares;
}
