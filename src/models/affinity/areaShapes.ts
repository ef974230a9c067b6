import type { Area } from '../parts/areaGraph.js';
import { openness } from '../propagation/enlarge.js';

/** What can be said of the areas of a sketch, whatever its hints, by area number; nothing is said of area 0, which is none. */
export interface AreaShapes {
  /** Areas, with area 0. */
  readonly count: number;
  /** Grid pixels. */
  readonly size: Float64Array;
  /** Steps between its pixels and other areas' or the picture's edge. */
  readonly border: Float64Array;
  /** Those at the picture's edge. */
  readonly edge: Float64Array;
  /** Middle, x and y in grid pixels. */
  readonly middle: Float64Array;
  /** How long it is, in [0, 1): (a − b) / (a + b) of the variances along its axes; times cos 2θ and sin 2θ of its direction. */
  readonly direction: Float64Array;
  /** Standard deviations along its longer and its shorter axis, in grid pixels. */
  readonly extent: Float64Array;
  /** Mean of `openness`: 0 is all ink. */
  readonly open: Float64Array;
  /** Where an area meets others. */
  readonly contacts: readonly ReadonlyMap<number, Contact>[];
  /** x of the axis about which the drawing is symmetrical, if it is: its ink's middle. */
  readonly axis: number;
}

/** A border between two areas. */
interface Contact {
  /** Steps between pixels of the one and of the other. */
  readonly length: number;
  /** Sum over them of the darker pixel's ink. */
  ink: number;
}

/** Variance of a single pixel's extent. */
const PIXEL = 1 / 12;

/**
 * Measures what pairs of areas are told by, beside what their graph says.
 *
 * @param graph of the areas
 * @param areas number of the area of each pixel, height · width
 * @param ink   darkness of the lines in [0, 1]
 */
export function measureAreas(graph: readonly Area[], areas: Int32Array, ink: Float32Array, width: number): AreaShapes {
  const count = graph.length;
  const n = areas.length;
  const contacts = graph.map(
    ({ neighbors }) => new Map([...neighbors].map(([other, length]): [number, Contact] => [other, { length, ink: 0 }])),
  );
  const edge = new Float64Array(count);
  const open = new Float64Array(count);
  let inkSum = 0;
  let inkX = 0;
  for (let y = 0, p = 0; p < n; y++) {
    for (let x = 0; x < width; x++, p++) {
      const a = areas[p];
      open[a] += openness(ink[p]);
      inkSum += ink[p];
      inkX += ink[p] * x;
      if (x === 0 || x === width - 1) edge[a]++;
      if (y === 0 || p + width >= n) edge[a]++;
      for (const q of [x + 1 < width ? p + 1 : p, p + width < n ? p + width : p]) {
        const b = areas[q];
        if (a === b) continue;
        const dark = Math.max(ink[p], ink[q]);
        contacts[a].get(b)!.ink += dark;
        contacts[b].get(a)!.ink += dark;
      }
    }
  }
  const ofEach = (value: (area: Area, k: number) => readonly number[]) => Float64Array.from(graph.flatMap(value));
  return {
    count,
    size: ofEach(({ size }) => [size]),
    border: ofEach(({ border }, k) => [border + edge[k]]),
    edge,
    middle: ofEach(({ x, y }) => [x, y]),
    direction: ofEach(({ xx, yy, xy }) => [(xx - yy) / (xx + yy + 2 * PIXEL), (2 * xy) / (xx + yy + 2 * PIXEL)]),
    extent: ofEach(({ xx, yy, xy }) => {
      const mean = (xx + yy) / 2 + PIXEL;
      const apart = Math.hypot(xx - yy, 2 * xy) / 2;
      return [Math.sqrt(mean + apart), Math.sqrt(Math.max(PIXEL, mean - apart))];
    }),
    open: open.map((sum, k) => sum / Math.max(1, graph[k].size)),
    contacts,
    axis: inkSum > 0 ? inkX / inkSum : width / 2,
  };
}
