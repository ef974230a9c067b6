import { distanceTransform } from '../../vision/distanceTransform.js';
import type { HintStroke, Hints } from '../hints/hints.js';
import { HintCanvas, type HintRaster, rasterizeHints } from '../hints/rasterizeHints.js';
import { findGradients } from './blend.js';
import { OPEN_CLIMB, type Propagation, type Propagator } from './propagate.js';

/**
 * A glaze without a reach of its own spreads as far as the geometric mean of this many times its stroke's width and this part of the
 * side of a square as large as its area: a broad brush in a small area stays in proportion to both …
 */
const WIDTHS = 2;
const PART_OF_AREA = 0.3;
/** … and this part of the picture's shorter side at most. */
const MOST_SPREAD = 0.12;

/** Ways go in eight directions, so their lengths are up to this much too long, and spots would be stars. */
const ROUNDABOUT = 1.08;

/** Less than this share of a stroke, come into an area that has its colour, is a slip of the hand over a line. */
const SLIP = 0.2;

/** Hints taken apart into those that colour areas and those that are laid over them. */
export interface GlazedHints {
  readonly hints: HintRaster;
  /** The others; null where there are none. */
  readonly glaze: HintRaster | null;
}

/** What a sketch is to its hints, on a grid. */
export interface Terrain {
  /** What hints spread over (`relief`), height · width. */
  readonly slopes: Float32Array;
  /** Areas between the lines (`findBasins`), height · width. */
  readonly basins: Int32Array;
  readonly propagator: Propagator;
}

/** A stroke in an area that has another colour. */
interface Piece {
  readonly stroke: HintStroke;
  readonly basin: number;
  readonly pixels: readonly number[];
}

/**
 * Tells which strokes colour areas and which are glazes. A stroke marked `glaze` is one in every area that an earlier stroke of
 * another colour colours and reaches it openly – an eye is no part of the face, small as it is –, unless the area's strokes make up a gradient.
 */
export function separateGlazes(hints: Hints, { slopes, basins, propagator }: Terrain): GlazedHints {
  const { width, height } = propagator;
  if (!hints.strokes.some(({ glaze }) => glaze)) return { hints: rasterizeHints(hints, width, height), glaze: null };
  const graded = findGradients(basins, rasterizeHints(hints, width, height), Math.min(width, height));
  const spreadIn = spreads(hints.size, basins, width, height);
  const below = new HintCanvas(hints.size, width, height);
  const over = new HintCanvas(hints.size, width, height);
  const colors = new Map<number, Set<string>>(); // that areas have
  const pieces: Piece[] = [];
  for (const stroke of hints.strokes) {
    const own = kindOf(stroke);
    const pixels = below.pixelsOf(stroke);
    for (const [basin, its] of byBasin(pixels, basins)) {
      const has = colors.get(basin);
      if (!has) colors.set(basin, new Set([own]));
      if (!has || !stroke.glaze || has.has(own) || graded.has(basin)) {
        has?.add(own);
        below.paint(stroke, its);
      } else if (its.length >= SLIP * pixels.length) {
        pieces.push({ stroke, basin, pixels: its });
      }
    }
  }
  if (pieces.length === 0) return { hints: below.raster(), glaze: null };
  const ways = propagator.run(slopes, below.raster());
  let isGlazed = false;
  for (const { stroke, basin, pixels } of pieces) {
    if (isReachedOpenly(pixels, ways)) {
      over.paint({ ...stroke, reach: stroke.reach ?? spreadIn(basin, stroke.width) }, pixels);
      isGlazed = true;
    } else below.paint(stroke, pixels);
  }
  return { hints: below.raster(), glaze: isGlazed ? over.raster() : null };
}

/** Whether what colours an area reaches most of these pixels without crossing a line. */
function isReachedOpenly(pixels: readonly number[], { climb }: Propagation): boolean {
  return 2 * pixels.filter((p) => climb[p] <= OPEN_CLIMB).length > pixels.length;
}

function byBasin(pixels: readonly number[], basins: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const p of pixels) {
    const group = groups.get(basins[p]);
    if (group) group.push(p);
    else groups.set(basins[p], [p]);
  }
  return groups;
}

const kindOf = ({ color, empty }: HintStroke) => `${color.toLowerCase()} ${empty ?? ''}`;

/** Tells how far a stroke of a width spreads in a basin, in sketch pixels. */
function spreads(size: readonly [number, number], basins: Int32Array, width: number, height: number) {
  const areas = new Map<number, number>();
  for (const basin of basins) areas.set(basin, (areas.get(basin) ?? 0) + 1);
  const cell = Math.sqrt((size[0] * size[1]) / (width * height)); // a grid pixel's side
  return (basin: number, brush: number) =>
    Math.min(
      MOST_SPREAD * Math.min(...size),
      Math.max(cell, Math.sqrt(WIDTHS * brush * PART_OF_AREA * cell * Math.sqrt(areas.get(basin)!))),
    );
}

/**
 * Lays glazes over colours: whole on their strokes, less with the distance from them, nothing beyond their reach and nothing in
 * another area than their own.
 *
 * @param color  planes R, G, B in [0, 1] on the glazes' grid, 3·h·w; changed in place
 * @param glaze  each of its labels with a reach
 */
export function layGlazes(color: Float32Array, glaze: HintRaster, { slopes, basins, propagator }: Terrain): void {
  const { width, height, labels, colors, reach } = glaze;
  const n = labels.length;
  const count = colors.length / 3;
  const isOver = new Set<number>(); // basin · (count + 1) + label
  for (let p = 0; p < n; p++) if (labels[p] > 0) isOver.add(basins[p] * (count + 1) + labels[p]);
  const { label, label2, distance, distance2, level, level2, climb } = propagator.run(slopes, glaze);
  const lay = (p: number, label: number, distance: number, climb: number) => {
    if (label === 0 || climb > OPEN_CLIMB || !isOver.has(basins[p] * (count + 1) + label)) return;
    const share = fade(distance / reach![label - 1]) * (1 - climb / (OPEN_CLIMB + 1));
    for (let c = 0; c < 3; c++) color[c * n + p] += share * (colors[3 * (label - 1) + c] - color[c * n + p]);
  };
  const straight = distanceTransform(labels, width, height);
  for (let p = 0; p < n; p++) {
    lay(p, label2[p], distance2[p] / ROUNDABOUT, climb[p] + level2[p] - level[p]);
    lay(p, label[p], Math.max(straight[p], distance[p] / ROUNDABOUT), climb[p]); // the nearer one on top
  }
}

/** Where a glaze shows a little, its place is counted as altogether glazed: below this share it fades. */
const SHOWS = 0.2;

/** 1 where glazes show, 0 elsewhere, three equal planes on their grid, 3·h·w; the rest as for `layGlazes`. */
export function glazedPlanes(glaze: HintRaster, terrain: Terrain): Float32Array {
  const planes = new Float32Array(3 * terrain.basins.length);
  layGlazes(planes, { ...glaze, colors: glaze.colors.map(() => 1) }, terrain);
  return planes.map((share) => Math.min(1, share / SHOWS));
}

/** 1 at a stroke, 0 with no slope at its spread: (1 − t²)². */
const fade = (t: number) => (t < 1 ? (1 - t * t) ** 2 : 0);
