import type { HintRaster } from '../hints/rasterizeHints.js';
import { Fading } from './fading.js';
import { kernels } from './kernels.js';
import { OPEN_CLIMB, type Propagation } from './propagate.js';

/** Distance in grid pixels over which a correction fades in the open. */
const FADE = 16;
const fading = new Fading(FADE);

/**
 * Makes a picture show at every hint the hint's own colour. What the picture missed at the hints of one colour is
 * added there and, fading, wherever that colour reaches openly, so that a correction never shows as a spot. What a hint
 * that keeps paper reaches openly becomes white.
 *
 * @param color planes R, G, B in [0, 1] on the hints' grid, 3·h·w; changed in place
 */
export function obeyHints(
  color: Float32Array,
  hints: HintRaster,
  { label, distance, climb, longest }: Propagation,
): void {
  const { labels, colors, empty } = hints;
  const n = labels.length;
  const count = colors.length / 3;
  const fades = fading.upTo(longest);
  const { memory, beginObeying, labelsAt, fadesAt, correct } = kernels();
  const at = beginObeying(n, count + 1, longest + 1);
  // Of each label, from 0 on: what was missed of red, green and blue, pixels, the colour, whether it keeps paper.
  const table = new Float64Array(memory.buffer, labelsAt(), 8 * (count + 1)).fill(0);
  for (let p = 0; p < n; p++) {
    const k = labels[p] - 1;
    if (k < 0) continue;
    const entry = 8 * (k + 1);
    table[entry + 3]++;
    for (let c = 0; c < 3; c++) table[entry + c] += colors[3 * k + c] - color[c * n + p];
  }
  for (let k = 0; k < count; k++) {
    for (let c = 0; c < 3; c++) table[8 * (k + 1) + 4 + c] = colors[3 * k + c];
    table[8 * (k + 1) + 7] = empty?.[k] ?? 0;
  }
  const planes = new Float32Array(memory.buffer, at, 4 * n);
  planes.set(color);
  planes.set(distance, 3 * n);
  const numbers = new Int32Array(memory.buffer, at + 16 * n, 2 * n);
  numbers.set(label);
  numbers.set(labels, n);
  new Uint8Array(memory.buffer, at + 24 * n, n).set(climb);
  new Float64Array(memory.buffer, fadesAt(), longest + 1).set(fades.subarray(0, longest + 1));
  correct(OPEN_CLIMB); // a correction stays on its side of a line
  color.set(planes.subarray(0, 3 * n));
}
