import { floodFill } from './floodPainter.js';
import type { GridInputs } from './gridColorizer.js';
import { coversArea, type HintInArea, hintsInAreas } from './hints/hintsInAreas.js';

/** From this distance on, of R, G, B in [0, 1], a colour is another one and no shade. */
const OTHER = 0.3;
/** An area is that dab's whose colour spreads over more than this part of it … */
const MAIN = 0.5;
/** … and is taken from it where more than this part of what it spreads over is in other colours. */
const TAKEN = 0.3;

/** Every so many pixels are looked at, across and down: areas too small for that show their dabs anyway (`obeyHints`). */
const EVERY = 4;

/**
 * Gives areas back to those whose dabs lie in them. A network may correct how a dab's colour spread, where a line is missing or a
 * smaller dab got too much, and may shade it; but what it takes away from the main colour of an area is a mistake more often than
 * not, and one that nobody forgives who has just dabbed there.
 *
 * @param color planes R, G, B in [0, 1], 3·h·w; changed in place
 * @param areas number of the area of each pixel, from 1, height · width
 */
export function giveBackToDabs(color: Float32Array, areas: Int32Array, inputs: GridInputs): void {
  if (takenAreas(color, areas, inputs, null).size === 0) return;
  const fill = floodFill(inputs); // the hints' colours, or the gradient that they make up
  const n = areas.length;
  const owner = new Int32Array(n + 1); // there are no more areas than pixels
  for (const [area, label] of takenAreas(color, areas, inputs, fill)) owner[area] = label;
  const { label } = inputs.propagation;
  for (let p = 0; p < n; p++) {
    if (owner[areas[p]] === 0 || owner[areas[p]] !== label[p]) continue;
    for (let c = 0; c < 3; c++) color[c * n + p] = fill[c * n + p];
  }
}

/**
 * Areas that were taken from a label, and from which.
 *
 * @param fill what they should look like; the labels' own colours where it is null
 */
function takenAreas(
  color: Float32Array,
  areas: Int32Array,
  { hints, propagation: { label }, ink, width, height }: GridInputs,
  fill: Float32Array | null,
): ReadonlyMap<number, number> {
  const { colors } = hints;
  const n = areas.length;
  const keyOf = (area: number, label: number) => area * (colors.length / 3 + 1) + label;
  const open = new Float64Array(n + 1); // pixels of an area as far as ink leaves them open
  const spreads = new Map<number, { readonly hint: HintInArea; open: number; other: number }>();
  for (const hint of hintsInAreas(areas, hints))
    if (hint.area > 0 && coversArea(hints, hint.label))
      spreads.set(keyOf(hint.area, hint.label), { hint, open: 0, other: 0 });
  for (let y = 0; y < height; y += EVERY) {
    for (let p = y * width; p < (y + 1) * width; p += EVERY) {
      const weight = 1 - Math.min(1, ink[p]);
      open[areas[p]] += weight;
      const spread = spreads.get(keyOf(areas[p], label[p])); // none of label 0
      if (!spread) continue;
      spread.open += weight;
      let distance = 0;
      for (let c = 0; c < 3; c++)
        distance += (color[c * n + p] - (fill ? fill[c * n + p] : colors[3 * label[p] - 3 + c])) ** 2;
      if (distance > OTHER ** 2) spread.other += weight;
    }
  }
  const taken = new Map<number, number>();
  for (const { hint, open: its, other } of spreads.values())
    if (its > MAIN * open[hint.area] && other > TAKEN * its) taken.set(hint.area, hint.label);
  return taken;
}
