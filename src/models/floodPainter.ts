import type { GridInputs, Painter } from './gridColorizer.js';
import { propagatedColor } from './propagation/confidence.js';
import { GRID_STEP } from './sketch/gridInk.js';

/** Flood fill: every pixel takes the colour of the hint that reaches it over the faintest ink; white without hints. */
export const floodPainter: Painter = {
  info: { kind: 'flood', description: 'flood fill, no network', parameters: 0, card: {} },
  step: GRID_STEP,
  paint: async ({ propagation, hints }: GridInputs) => propagatedColor(propagation, hints),
  dispose() {},
};
