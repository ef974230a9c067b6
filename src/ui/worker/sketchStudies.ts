import { type Hints, parseColor } from '../../models/hints/hints.js';
import { coarserSurface, type Surface, surfaceOf } from '../../models/light/surface.js';
import { findRegions, type RegionMap } from '../../models/look/regionMap.js';
import { FLATS_GAP } from '../../models/look/showLook.js';
import type { PartMap } from '../../models/parts/partMap.js';
import { findBasins } from '../../models/propagation/basins.js';
import { layGlazes, separateGlazes, type Terrain } from '../../models/propagation/glaze.js';
import { Propagator } from '../../models/propagation/propagate.js';
import { relief } from '../../models/propagation/relief.js';
import type { Closure } from '../../models/sketch/closures.js';
import { type GridSize, gridInk, gridSize } from '../../models/sketch/gridInk.js';
import { draftFactor, shrinkSketch } from '../../models/sketch/shrink.js';
import { readSketch, type Sketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';
import { traceRegion } from '../regions/traceRegion.js';
import type { RegionRequest } from './protocol.js';

/** Shorter side of the grid that influence is shown on: coarse, for it follows the pointer. */
const INFLUENCE_SHORT = 192;

interface CoarseGrid extends Terrain {
  readonly grid: GridSize;
}

/** Where a glaze shows less than this, of 1, it is not worth showing. */
const VISIBLE = 0.1;

/** What can be known of a sketch without colouring it, worked out when it is first asked for. */
export class SketchStudies {
  #sketch: Sketch | null = null;
  #small: Sketch | null = null;
  #regions: { readonly gap: number; readonly map: RegionMap } | null = null;
  #smallRegions: RegionMap | null = null;
  #surface: Surface | null = null;
  #smallSurface: Surface | null = null;
  #grid: CoarseGrid | null = null;

  constructor(
    readonly picture: Picture,
    readonly closures: readonly Closure[] = [],
  ) {}

  get sketch(): Sketch {
    this.#sketch ??= readSketch(this.picture, this.closures);
    return this.#sketch;
  }

  /** The sketch as small as drafts of it are. */
  get small(): Sketch {
    this.#small ??= shrinkSketch(this.sketch, this.factor);
    return this.#small;
  }

  /** How many times smaller that is. */
  get factor(): number {
    return draftFactor(this.picture);
  }

  regions(gap: number): RegionMap {
    if (this.#regions?.gap !== gap) {
      const { ink, width, height } = this.sketch;
      this.#regions = { gap, map: findRegions(ink, width, height, gap) };
    }
    return this.#regions!.map;
  }

  /** The regions of the small sketch that flats are told apart by. */
  get smallRegions(): RegionMap {
    if (this.factor === 1) return this.regions(FLATS_GAP);
    const { ink, width, height } = this.small;
    this.#smallRegions ??= findRegions(ink, width, height, Math.round(FLATS_GAP / this.factor));
    return this.#smallRegions;
  }

  /**
   * The relief that light falls on.
   *
   * @param parts what the model in use says of the sketch; asked the first time
   */
  surface(parts: () => PartMap | null): Surface {
    this.#surface ??= surfaceOf(this.sketch, parts());
    return this.#surface;
  }

  /** The same for the small sketch. */
  smallSurface(parts: () => PartMap | null): Surface {
    this.#smallSurface ??= coarserSurface(this.surface(parts), this.factor);
    return this.#smallSurface;
  }

  /** The outline of the region at a point, or null on a line or outside. */
  region({ at: [x, y], gap }: RegionRequest): [number, number][] | null {
    const map = this.regions(gap);
    const [i, j] = [Math.floor(x), Math.floor(y)];
    if (i < 0 || j < 0 || i >= map.width || j >= map.height) return null;
    const value = map.label[j * map.width + i];
    return value > 0 ? traceRegion(map, value) : null;
  }

  /** On a coarse grid, 1 where the last of the strokes would be the nearest hint or lie over its area's colour. */
  influence(hints: Hints): { readonly width: number; readonly height: number; readonly mask: Uint8Array } {
    const coarse = this.#coarseGrid();
    const { grid } = coarse;
    const own = ownColor(hints);
    const strokes = hints.strokes.with(-1, { ...hints.strokes.at(-1)!, color: own });
    const layers = separateGlazes({ ...hints, strokes }, coarse);
    const mask = new Uint8Array(grid.width * grid.height);
    // The last stroke's colour is its own, so where it is in a layer its label is the last there.
    const target = layers.hints.colors.length / 3;
    if (hasColor(layers.hints.colors, own)) {
      const { label } = layers.propagation;
      for (let p = 0; p < mask.length; p++) if (label[p] === target) mask[p] = 1;
    }
    if (layers.glaze && hasColor(layers.glaze.colors, own)) {
      const share = new Float32Array(3 * mask.length);
      const colors = layers.glaze.colors.map((_, i, { length }) => (i >= length - 3 ? 1 : 0));
      layGlazes(share, { ...layers.glaze, colors });
      for (let p = 0; p < mask.length; p++) if (share[p] > VISIBLE) mask[p] = 1;
    }
    return { ...grid, mask };
  }

  #coarseGrid(): CoarseGrid {
    if (!this.#grid) {
      const { width, height } = this.sketch;
      const grid = gridSize(width, height, INFLUENCE_SHORT, 1);
      const ink = gridInk(this.sketch.ink, width, height, grid);
      const slopes = relief(ink, grid.width, grid.height);
      this.#grid = {
        grid,
        slopes,
        basins: findBasins(ink, slopes, grid.width, grid.height),
        propagator: new Propagator(grid.width, grid.height),
      };
    }
    return this.#grid;
  }
}

/** Whether the last of some labels' colours is this one. */
function hasColor(colors: Float32Array, color: string): boolean {
  return parseColor(color).every((value, c) => Math.round(255 * colors[colors.length - 3 + c]) === value);
}

/** A colour that none of the strokes has. */
function ownColor({ strokes }: Hints): string {
  const used = new Set(strokes.map(({ color }) => color.toLowerCase()));
  for (let value = 1; ; value++) {
    const color = `#${value.toString(16).padStart(6, '0')}`;
    if (!used.has(color)) return color;
  }
}
