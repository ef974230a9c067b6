import type { GridInputs, Painter } from './gridColorizer.js';
import { blendHints } from './propagation/blend.js';
import { propagatedColor } from './propagation/confidence.js';
import { GRID_STEP } from './sketch/gridInk.js';

/** Flood fill: every pixel takes the colour of the hint that reaches it over the faintest ink, or of the gradient it was dabbed as; white without hints. */
export const floodPainter: Painter = {
  info: { kind: 'flood', description: 'flood fill, no network', parameters: 0, card: {} },
  step: GRID_STEP,
  async paint({ propagation, hints, basins, short }: GridInputs) {
    const color = propagatedColor(propagation, hints);
    blendHints(color, basins, hints, short);
    return color;
  },
  dispose() {},
};
