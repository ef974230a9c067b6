import type { HintRaster } from '../hints/rasterizeHints.js';
import { INK_LEVELS, type Propagation } from './propagate.js';

/**
 * How far the propagated colour of a pixel can be trusted, in [0, 1], all 0 where there is no hint: openness of the way (1 = it never
 * climbs above where it ends, so both ends lie in one basin), e^(−d/24), e^(−d/200), and the margins by which the second colour
 * loses, in ink and in length (1 = there is no second). `encodeInputs` makes planes of them.
 */
export const CONFIDENCE_CHANNELS = ['openness', 'near', 'far', 'levelMargin', 'distanceMargin'] as const;

/** Distances over which trust in a hint fades, in grid pixels: a dab's surroundings, and a whole figure. */
export const NEAR = 24;
export const FAR = 200;

/**
 * The colour of every pixel's label – the winner's, or with `{ label: label2 }` the second's –, planes R, G, B (3·H·W) in
 * [0, 1]; paper white where there is none.
 */
export function propagatedColor(
  { label }: Pick<Propagation, 'label'>,
  { colors }: Pick<HintRaster, 'colors'>,
  out?: Float32Array,
): Float32Array {
  const n = label.length;
  const planes = out ?? new Float32Array(3 * n);
  const channel = new Float32Array(colors.length / 3 + 1).fill(1);
  for (let c = 0; c < 3; c++) {
    for (let k = 1; k < channel.length; k++) channel[k] = colors[3 * (k - 1) + c];
    for (let p = 0, at = c * n; p < n; p++, at++) planes[at] = channel[label[p]];
  }
  return planes;
}

/** A margin of this many grid pixels over the second colour is as good as none being near. */
const CONTESTED = 12;

/**
 * How sure the colour of each pixel is, in [0, 1] (H·W): 1 at and near a hint, less the farther and the higher the
 * way, half where two colours meet openly, 0 where no hint has a say.
 */
export function certainty({ label, label2, level, level2, climb, distance, distance2 }: Propagation): Float32Array {
  const sure = new Float32Array(label.length);
  for (let p = 0; p < sure.length; p++) {
    if (label[p] === 0) continue;
    const open = 1 - climb[p] / (INK_LEVELS - 1);
    const contested = label2[p] > 0 && level2[p] === level[p];
    const margin = contested ? Math.min(1, (distance2[p] - distance[p]) / CONTESTED) : 1;
    sure[p] = open * Math.exp(-distance[p] / FAR) * (0.5 + 0.5 * margin);
  }
  return sure;
}
