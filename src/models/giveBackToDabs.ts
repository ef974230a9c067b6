import { floodFill } from './floodPainter.js';
import type { GridInputs } from './gridColorizer.js';
import { coversArea, hintsInAreas } from './hints/hintsInAreas.js';

/** From this distance on, of R, G, B in [0, 1], a colour is another one and no shade. */
const OTHER = 0.3;
/** An area is that dab's whose colour spreads over more than this part of it … */
const MAIN = 0.5;
/** … and is taken from it where more than this part of what it spreads over is in other colours. */
const TAKEN = 0.3;

/** What a hint's colour spreads over in an area where it was dabbed. */
interface Spread {
  readonly area: number;
  /** Pixels as far as ink leaves them open. */
  open: number;
  /** Those of them in other colours. */
  other: number;
}

/**
 * Gives areas back to those whose dabs lie in them. A network may correct how a dab's colour spread, where a line is missing or a
 * smaller dab got too much, and may shade it; but what it takes away from the main colour of an area is a mistake more often than
 * not, and one that nobody forgives who has just dabbed there.
 *
 * @param color planes R, G, B in [0, 1], 3·h·w; changed in place
 * @param areas number of the area of each pixel, from 1, height · width
 */
export function giveBackToDabs(color: Float32Array, areas: Int32Array, inputs: GridInputs): void {
  const { colors } = inputs.hints;
  const { label } = inputs.propagation;
  const n = areas.length;
  if (taken(color, areas, inputs, null).size === 0) return;
  const fill = floodFill(inputs); // the hints' colours, or the gradient that they make up
  const back = taken(color, areas, inputs, fill);
  for (let p = 0; p < n; p++) {
    if (label[p] === 0 || !back.has(keyOf(areas[p], label[p], colors))) continue;
    for (let c = 0; c < 3; c++) color[c * n + p] = fill[c * n + p];
  }
}

const keyOf = (area: number, label: number, colors: Float32Array) => area * (colors.length / 3 + 1) + label;

/**
 * Which areas were taken from which labels, by `keyOf`.
 *
 * @param fill what they should look like; the labels' own colours where it is null
 */
function taken(
  color: Float32Array,
  areas: Int32Array,
  { hints, propagation: { label }, ink, width }: GridInputs,
  fill: Float32Array | null,
): ReadonlySet<number> {
  const { colors } = hints;
  const n = areas.length;
  const spreads = new Map<number, Spread>();
  for (const { area, label } of hintsInAreas(areas, hints))
    if (area > 0 && coversArea(hints, label)) spreads.set(keyOf(area, label, colors), { area, open: 0, other: 0 });
  if (spreads.size === 0) return new Set();
  const open = new Float64Array(n + 1); // there are no more areas than pixels
  let spread: Spread | undefined;
  let [red, green, blue] = [0, 0, 0];
  for (let p = 0; p < n; p++) {
    const x = p % width;
    const [area, hint] = [areas[p], label[p]];
    if (x === 0 || area !== areas[p - 1] || hint !== label[p - 1]) {
      spread = hint > 0 ? spreads.get(keyOf(area, hint, colors)) : undefined;
      if (spread) [red, green, blue] = [colors[3 * hint - 3], colors[3 * hint - 2], colors[3 * hint - 1]];
    }
    const weight = 1 - Math.min(1, ink[p]);
    open[area] += weight;
    if (spread) {
      spread.open += weight;
      if (fill) [red, green, blue] = [fill[p], fill[n + p], fill[2 * n + p]];
      const distance = (color[p] - red) ** 2 + (color[n + p] - green) ** 2 + (color[2 * n + p] - blue) ** 2;
      if (distance > OTHER ** 2) spread.other += weight;
    }
    if (x === width - 1) p += width; // every other row tells as much
  }
  const found = new Set<number>();
  for (const [key, { area, open: its, other }] of spreads)
    if (its > MAIN * open[area] && other > TAKEN * its) found.add(key);
  return found;
}
