import type { HintRaster } from '../hints/rasterizeHints.js';
import { Fading } from './fading.js';
import { INK_LEVELS, type Propagation, STEP_PARTS } from './propagate.js';

/** Distance in grid pixels over which a correction fades in the open. */
const FADE = 16;
const fading = new Fading(FADE);
/** A correction stays on its side of a line: ways that climb more levels than this above where they end get none. */
const OPEN = INK_LEVELS / 8;

/**
 * Makes a picture show at every hint the hint's own colour. What the picture missed at the hints of one colour is
 * added there and, fading, wherever that colour reaches openly, so that a correction never shows as a spot. What a hint
 * that keeps paper reaches openly becomes white.
 *
 * @param color planes R, G, B in [0, 1] on the hints' grid, 3·h·w; changed in place
 */
export function obeyHints(color: Float32Array, hints: HintRaster, { label, distance, climb }: Propagation): void {
  const { labels, colors, empty } = hints;
  const n = labels.length;
  const count = colors.length / 3;
  const missed = new Float64Array(3 * count);
  const pixels = new Uint32Array(count);
  for (let p = 0; p < n; p++) {
    if (labels[p] === 0) continue;
    const k = labels[p] - 1;
    pixels[k]++;
    for (let c = 0; c < 3; c++) missed[3 * k + c] += colors[3 * k + c] - color[c * n + p];
  }
  const fades = fading.upTo(distance);
  for (let p = 0; p < n; p++) {
    const k = label[p] - 1;
    if (k < 0) continue;
    if (labels[p] === label[p] || (empty?.[k] && climb[p] <= OPEN)) {
      for (let c = 0; c < 3; c++) color[c * n + p] = colors[3 * k + c];
      continue;
    }
    if (climb[p] > OPEN || pixels[k] === 0) continue;
    const share = (fades[(distance[p] * STEP_PARTS + 0.5) | 0] * (1 - climb[p] / (OPEN + 1))) / pixels[k];
    for (let c = 0; c < 3; c++)
      color[c * n + p] = Math.min(1, Math.max(0, color[c * n + p] + missed[3 * k + c] * share));
  }
}
