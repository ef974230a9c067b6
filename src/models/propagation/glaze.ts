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

/** Less than this share of a stroke in an area is a slip of the hand over a line: its rim, or the end of a stroke in an area that has its colour. */
const SLIP = 0.2;

/** Hints taken apart into those that colour areas and those that are laid over them. */
export interface GlazedHints {
  readonly hints: HintRaster;
  /** How those spread. */
  readonly propagation: Propagation;
  /** The others; null where there are none. */
  readonly glaze: Glaze | null;
}

/** The two nearest glazes of every pixel, height · width. */
export interface Glaze {
  /** Of every pixel, 0 for none, else 1 + an index into `colors`. */
  readonly label: Int32Array;
  readonly label2: Int32Array;
  /** How much of each is seen, in [0, 1]; the second lies beneath the first. */
  readonly share: Float32Array;
  readonly share2: Float32Array;
  /** R, G, B in [0, 1] of each label, three numbers a label. */
  readonly colors: Float32Array;
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
export function separateGlazes(hints: Hints, terrain: Terrain): GlazedHints {
  const { slopes, basins, propagator } = terrain;
  const { width, height } = propagator;
  const below = new HintCanvas(hints.size, width, height);
  const colors = new Map<number, Set<string>>(); // that areas have
  const pieces: Piece[] = [];
  let gradients: ReadonlyMap<number, unknown> | undefined;
  const isGraded = (basin: number) => {
    gradients ??= findGradients(basins, rasterizeHints(hints, width, height), Math.min(width, height));
    return gradients.has(basin);
  };
  const sizeOf = areaSizes(basins);
  for (const stroke of hints.strokes) {
    const own = kindOf(stroke);
    const pixels = below.pixelsOf(stroke);
    const isMeant = meantIn(stroke, pixels, below, basins, sizeOf);
    for (const [basin, its] of byBasin(pixels, basins)) {
      if (!isMeant(basin, its.length)) continue;
      const has = colors.get(basin);
      if (!has) colors.set(basin, new Set([own]));
      if (!has || !stroke.glaze || has.has(own) || isGraded(basin)) {
        has?.add(own);
        below.paint(stroke, its);
      } else if (its.length >= SLIP * pixels.length) {
        pieces.push({ stroke, basin, pixels: its });
      }
    }
  }
  const raster = below.raster();
  const propagation = propagator.run(slopes, raster);
  if (pieces.length === 0) return { hints: raster, propagation, glaze: null };
  const isOpen = pieces.map(({ pixels }) => isReachedOpenly(pixels, propagation));
  const over = new HintCanvas(hints.size, width, height);
  const spreadIn = spreads(hints.size, sizeOf, width, height);
  for (const [k, { stroke, basin, pixels }] of pieces.entries()) {
    if (isOpen[k]) over.paint({ ...stroke, reach: stroke.reach ?? spreadIn(basin, stroke.width) }, pixels);
    else below.paint(stroke, pixels);
  }
  const glaze = isOpen.includes(true) ? spreadGlazes(over.raster(), terrain) : null;
  if (!isOpen.includes(false)) return { hints: raster, propagation, glaze };
  const all = below.raster();
  return { hints: all, propagation: propagator.run(slopes, all), glaze };
}

/**
 * Tells in which areas a stroke was meant: where its path goes, where much of it lies, and what it covers for the most part. Where only its
 * rim comes over a line it would colour all that is beyond.
 */
function meantIn(
  stroke: HintStroke,
  pixels: readonly number[],
  canvas: HintCanvas,
  basins: Int32Array,
  sizeOf: (basin: number) => number,
): (basin: number, covered: number) => boolean {
  if (pixels.every((p) => basins[p] === basins[pixels[0]])) return () => true;
  const path = stroke.area ? [] : canvas.pixelsOf({ ...stroke, width: 0, widths: undefined });
  const onPath = new Set(path.map((p) => basins[p]));
  return (basin, covered) => onPath.has(basin) || covered >= SLIP * pixels.length || 2 * covered > sizeOf(basin);
}

/** Pixels of each area, counted when first asked for. */
function areaSizes(basins: Int32Array): (basin: number) => number {
  let sizes: Uint32Array | undefined;
  return (basin) => {
    if (!sizes) {
      sizes = new Uint32Array(basins.length + 1);
      for (const its of basins) sizes[its]++;
    }
    return sizes[basin];
  };
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
function spreads(size: readonly [number, number], sizeOf: (basin: number) => number, width: number, height: number) {
  const cell = Math.sqrt((size[0] * size[1]) / (width * height)); // a grid pixel's side
  return (basin: number, brush: number) =>
    Math.min(
      MOST_SPREAD * Math.min(...size),
      Math.max(cell, Math.sqrt(WIDTHS * brush * PART_OF_AREA * cell * Math.sqrt(sizeOf(basin)))),
    );
}

/**
 * How glazes spread: whole on their strokes, less with the distance from them, nothing beyond their reach and nothing in another area than
 * their own.
 *
 * @param glaze each of its labels with a reach
 */
function spreadGlazes(glaze: HintRaster, { slopes, basins, propagator }: Terrain): Glaze {
  const { width, height, labels, colors, reach } = glaze;
  const n = labels.length;
  const count = colors.length / 3;
  const isOver = new Set<number>(); // basin · (count + 1) + label
  for (let p = 0; p < n; p++) if (labels[p] > 0) isOver.add(basins[p] * (count + 1) + labels[p]);
  const { label, label2, distance, distance2, level, level2, climb } = propagator.run(slopes, glaze);
  const shareOf = (p: number, label: number, distance: number, climb: number) =>
    label === 0 || climb > OPEN_CLIMB || !isOver.has(basins[p] * (count + 1) + label)
      ? 0
      : fade(distance / reach![label - 1]) * (1 - climb / (OPEN_CLIMB + 1));
  const straight = distanceTransform(labels, width, height);
  const share = new Float32Array(n);
  const share2 = new Float32Array(n);
  for (let p = 0; p < n; p++) {
    share[p] = shareOf(p, label[p], Math.max(straight[p], distance[p] / ROUNDABOUT), climb[p]);
    share2[p] = shareOf(p, label2[p], distance2[p] / ROUNDABOUT, climb[p] + level2[p] - level[p]);
  }
  return { label, label2, share, share2, colors };
}

/**
 * Lays glazes over colours.
 *
 * @param color planes R, G, B in [0, 1] on the glazes' grid, 3·h·w; changed in place
 */
export function layGlazes(color: Float32Array, { label, label2, share, share2, colors }: Glaze): void {
  const n = label.length;
  const lay = (p: number, label: number, share: number) => {
    if (share === 0) return;
    for (let c = 0; c < 3; c++) color[c * n + p] += share * (colors[3 * (label - 1) + c] - color[c * n + p]);
  };
  for (let p = 0; p < n; p++) {
    lay(p, label2[p], share2[p]);
    lay(p, label[p], share[p]); // the nearer one on top
  }
}

/** Where a glaze shows a little, its place is counted as altogether glazed: below this share it fades. */
const SHOWS = 0.2;

/** 1 where glazes show, 0 elsewhere, three equal planes on their grid, 3·h·w. */
export function glazedPlanes(glaze: Glaze): Float32Array {
  const planes = new Float32Array(3 * glaze.label.length);
  layGlazes(planes, { ...glaze, colors: glaze.colors.map(() => 1) });
  return planes.map((share) => Math.min(1, share / SHOWS));
}

/** 1 at a stroke, 0 with no slope at its spread: (1 − t²)². */
const fade = (t: number) => (t < 1 ? (1 - t * t) ** 2 : 0);
