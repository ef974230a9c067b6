import type { PartMap } from '../parts/partMap.js';
import { findBasins } from '../propagation/basins.js';
import { Enlarger } from '../propagation/enlarge.js';
import { relief } from '../propagation/relief.js';
import { gridInk, gridSize } from '../sketch/gridInk.js';
import type { Sketch } from '../sketch/sketch.js';
import { areasOf } from './areas.js';
import { type Body, bodyOf } from './body.js';
import { creases } from './creases.js';
import { type Egg, eggOf } from './egg.js';
import { inflate, type Shapes, tilts } from './inflate.js';
import { linksOf, smoothed } from './links.js';

/** A sketch as a relief that light falls on: what depends on the drawing alone, and not on the light. */
export interface Surface extends Body {
  /** How far each cell turns away from the viewer: sideways parts of a normal, a plane of x, then one of y. */
  readonly tilt: Float32Array;
  /** The face as a solid; null where there is none or it runs into a neck. */
  readonly egg: Egg | null;
  /** Neighbours of the same solid (`linksOf`). */
  readonly links: Uint8Array;
  /** Darkness of the lines in [0, 1]. */
  readonly ink: Float32Array;
  readonly enlarger: Enlarger;
}

/**
 * What the figure, its solids, the areas of these and the lines in those say of the form. A figure's and a solid's form tell; of areas
 * and lines a little is enough, or all looks like pillows.
 */
const FIGURE = 0.3;
const SOLID = 0.55;
const AREA = 0.3;
const CREASE = 0.25;
/** Of an egg's form, that of a face: nearly all, or its edges would be dark from every side. */
const EGG = 0.75;
/** What a figure's form says of its face: the rest of its outline. */
const FIGURE_OF_FACE = 0.1;

/** An area is rounded this far from its edge, in widths of a head. */
const AREA_REACH = 0.45;
/** Steps of smoothing within a solid: form has no details. */
const SMOOTHING = 10;

/** @param parts what is a part of what, where a model can tell */
export function surfaceOf(sketch: Sketch, parts: PartMap | null): Surface {
  const grid = gridSize(sketch.width, sketch.height, undefined, 1);
  const { width, height } = grid;
  const ink = gridInk(sketch.ink, sketch.width, sketch.height, grid);
  const basins = findBasins(ink, relief(ink, width, height), width, height);
  const body = bodyOf(areasOf(basins, width, height, parts));
  const links = linksOf(body.solid, width, height);
  const egg = eggOf(body);
  return {
    ...body,
    tilt: tiltOf(body, egg, links, creases(ink, basins, body.area, width, height)),
    egg,
    links,
    ink,
    enlarger: new Enlarger(sketch.ink, sketch.width, sketch.height, ink, width, height),
  };
}

function tiltOf(body: Body, egg: Egg | null, links: Uint8Array, crease: Float32Array): Float32Array {
  const { width, height, area, solid, matter, front, unit } = body;
  const n = width * height;
  const round = (shapes: Shapes, reach?: number) => tilts(inflate(shapes, reach), shapes);
  const whole = { width, height, label: solid.map((s) => (s > 0 ? 1 : 0)), front: new Uint8Array(n) };
  const ofFigure = round(whole);
  const ofSolid = round({ width, height, label: solid, front });
  const ofArea = round({ width, height, label: area, front }, AREA_REACH * unit);
  const tilt = new Float32Array(2 * n);
  for (let p = 0; p < n; p++) {
    const kind = matter[solid[p]];
    const [x, y] = [p, n + p];
    if (kind === 'face' && egg) {
      const dx = ((p % width) - egg.x) / egg.rx;
      const dy = (Math.floor(p / width) - egg.y) / egg.ry;
      const steep = EGG * Math.hypot(dx, dy);
      tilt[x] = clamped(FIGURE_OF_FACE * ofFigure[x] + steep * dx);
      tilt[y] = clamped(FIGURE_OF_FACE * ofFigure[y] + steep * dy);
      continue;
    }
    const hasDetails = kind !== 'face' && kind !== 'skin'; // lines on skin are features and no folds
    for (const at of [x, y]) {
      tilt[at] = FIGURE * ofFigure[at] + SOLID * ofSolid[at];
      if (hasDetails) tilt[at] += AREA * ofArea[at] + CREASE * crease[at];
    }
  }
  tilt.set(smoothed(tilt.subarray(0, n), links, width, SMOOTHING));
  tilt.set(smoothed(tilt.subarray(n), links, width, SMOOTHING), n);
  return tilt;
}

const clamped = (v: number) => Math.max(-1, Math.min(1, v));
