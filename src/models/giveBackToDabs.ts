import type { GridInputs } from './gridColorizer.js';
import { coversArea, type HintInArea, hintsInAreas } from './hints/hintsInAreas.js';

/** From this distance on, of R, G, B in [0, 1], a colour is another one and no shade. */
const OTHER = 0.3;
/** An area is its dabs' whose colour spreads over more than this part of it … */
const MAIN = 0.5;
/** … and is taken from them where more than this part of what it spreads over is in other colours. */
const TAKEN = 0.3;

/** Every so many pixels are looked at, across and down: areas too small for that show their dabs anyway (`obeyHints`). */
const EVERY = 4;

/**
 * Gives areas back to the dabs that lie in them, where those are of one colour. A network may shade it, or give away what it spread
 * over where a line is missing; but nobody forgives it an area that has just been dabbed. Of two colours it is not said
 * which of them the area is, and the network mostly knows.
 *
 * @param color planes R, G, B in [0, 1], 3·h·w; changed in place
 * @param areas number of the area of each pixel, from 1, height · width
 */
export function giveBackToDabs(color: Float32Array, areas: Int32Array, inputs: GridInputs): void {
  const { colors } = inputs.hints;
  const { label } = inputs.propagation;
  const taken = takenAreas(color, areas, inputs);
  if (taken.length === 0) return;
  const n = areas.length;
  const owner = new Int32Array(n + 1); // there are no more areas than pixels
  for (const { area, label } of taken) owner[area] = label;
  for (let p = 0; p < n; p++) {
    if (owner[areas[p]] === 0 || owner[areas[p]] !== label[p]) continue;
    for (let c = 0; c < 3; c++) color[c * n + p] = colors[3 * label[p] - 3 + c];
  }
}

/** Areas that were taken from their dabs, and their labels. */
function takenAreas(
  color: Float32Array,
  areas: Int32Array,
  { hints, propagation: { label }, ink, width, height }: GridInputs,
): HintInArea[] {
  const n = areas.length;
  // Pixels count as far as ink leaves them open.
  const spreads = new Map<number, { readonly hint: HintInArea; all: number; reached: number; other: number }>();
  for (const hint of onlyHints(hintsInAreas(areas, hints)))
    if (hint.area > 0 && coversArea(hints, hint.label)) spreads.set(hint.area, { hint, all: 0, reached: 0, other: 0 });
  if (spreads.size === 0) return [];
  for (let y = 0; y < height; y += EVERY) {
    for (let p = y * width; p < (y + 1) * width; p += EVERY) {
      const spread = spreads.get(areas[p]);
      if (!spread) continue;
      const weight = 1 - Math.min(1, ink[p]);
      spread.all += weight;
      if (label[p] !== spread.hint.label) continue;
      spread.reached += weight;
      let distance = 0;
      for (let c = 0; c < 3; c++) distance += (color[c * n + p] - hints.colors[3 * label[p] - 3 + c]) ** 2;
      if (distance > OTHER ** 2) spread.other += weight;
    }
  }
  return [...spreads.values()]
    .filter(({ all, reached, other }) => reached > MAIN * all && other > TAKEN * reached)
    .map(({ hint }) => hint);
}

/** Those that share their area with no hint of another colour. */
function onlyHints(given: readonly HintInArea[]): HintInArea[] {
  const count = new Map<number, number>();
  for (const { area } of given) count.set(area, (count.get(area) ?? 0) + 1);
  return given.filter(({ area }) => count.get(area) === 1);
}
