import type { GridInputs, Painter } from './gridColorizer.js';
import { blendHints } from './propagation/blend.js';
import { propagatedColor } from './propagation/confidence.js';
import { GRID_STEP } from './sketch/gridInk.js';

/**
 * Every pixel takes the colour of the hint that reaches it over the faintest ink, or of the gradient its area was dabbed as;
 * white without hints. Planes R, G, B in [0, 1], 3 · height · width.
 */
export function floodFill({ propagation, hints, basins, short }: GridInputs): Float32Array {
  const color = propagatedColor(propagation, hints);
  blendHints(color, basins, hints, short);
  return color;
}

/** The painter without a network. */
export const floodPainter: Painter = {
  info: { kind: 'flood', description: 'flood fill, no network', parameters: 0, card: {} },
  step: GRID_STEP,
  paint: async (inputs) => ({ color: floodFill(inputs) }),
  dispose() {},
};
