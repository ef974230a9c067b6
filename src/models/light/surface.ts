import type { PartMap } from '../parts/partMap.js';
import { findBasins } from '../propagation/basins.js';
import { Enlarger } from '../propagation/enlarge.js';
import { relief } from '../propagation/relief.js';
import { gridInk, gridSize } from '../sketch/gridInk.js';
import type { Sketch } from '../sketch/sketch.js';
import { areasOf } from './areas.js';
import { type Body, bodyOf } from './body.js';
import { type Egg, eggOf } from './egg.js';
import { FullSize } from './fullSize.js';
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
  readonly fullSize: FullSize;
}

/**
 * What the figure, its head and other solids, and the areas of these say of the form. The large ones tell; of areas a little is enough, or
 * all looks like pillows. Lines that end inside an area say nothing: shade along them was spots.
 */
const FIGURE = 0.3;
const FORM = 0.55;
const AREA = 0.3;
/** Of an egg's form, that of a face: nearly all, or its edges would be dark from every side. */
const EGG = 0.75;
/** What a figure's form says of its face: the rest of its outline. */
const FIGURE_OF_FACE = 0.1;

/** An area is rounded this far from its edge, in widths of a head. */
const AREA_REACH = 0.45;
/** Steps of smoothing within a solid: form has no details. */
const SMOOTHING = 24;

/** The same for pictures of so many times fewer columns and rows. */
export const coarserSurface = (surface: Surface, factor: number): Surface =>
  factor === 1 ? surface : { ...surface, fullSize: surface.fullSize.coarser(factor) };

/** @param parts what is a part of what, where a model can tell */
export function surfaceOf(sketch: Sketch, parts: PartMap | null): Surface {
  const grid = gridSize(sketch.width, sketch.height); // that of the colours: their areas are the same
  const { width, height } = grid;
  const ink = gridInk(sketch.ink, sketch.width, sketch.height, grid);
  const basins = findBasins(ink, relief(ink, width, height), width, height);
  const body = bodyOf(areasOf(basins, width, height, parts));
  const links = linksOf(body.solid, width, height);
  const egg = eggOf(body);
  const enlarger = new Enlarger(sketch.ink, sketch.width, sketch.height, ink, width, height);
  const size = { width: sketch.width, height: sketch.height, gridWidth: width, gridHeight: height };
  return {
    ...body,
    tilt: tiltOf(body, egg, links),
    egg,
    links,
    fullSize: new FullSize(enlarger.label(body.solid), body.solid, size),
  };
}

function tiltOf(body: Body, egg: Egg | null, links: Uint8Array): Float32Array {
  const { width, height, area, solid, matter, front, unit } = body;
  const n = width * height;
  const round = (shapes: Shapes, reach?: number) => tilts(inflate(shapes, reach), shapes);
  const whole = { width, height, label: solid.map((s) => (s > 0 ? 1 : 0)), front: new Uint8Array(n) };
  const ofFigure = round(whole);
  const ofForm = round({ width, height, label: formsOf(body), front });
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
    const ownShare = kind === 'face' || kind === 'skin' ? 0 : AREA; // what parts a face's skin are features
    for (const at of [x, y]) tilt[at] = FIGURE * ofFigure[at] + FORM * ofForm[at] + ownShare * ofArea[at];
  }
  tilt.set(smoothed(tilt.subarray(0, n), links, width, SMOOTHING));
  tilt.set(smoothed(tilt.subarray(n), links, width, SMOOTHING), n);
  return tilt;
}

/** The solids, hair and face taken as one: hair ends on the brow, but the head goes on. */
function formsOf({ solid, matter }: Body): Int32Array {
  const head = matter.length;
  const isHead = matter.map((kind) => kind === 'hair' || kind === 'face');
  return solid.map((s) => (isHead[s] ? head : s));
}

const clamped = (v: number) => Math.max(-1, Math.min(1, v));
