import type { Hints } from '../../models/hints/hints.js';
import { rasterizeHints } from '../../models/hints/rasterizeHints.js';
import { type Surface, surfaceOf } from '../../models/light/surface.js';
import { findRegions, type RegionMap } from '../../models/look/regionMap.js';
import type { PartMap } from '../../models/parts/partMap.js';
import { Propagator } from '../../models/propagation/propagate.js';
import { relief } from '../../models/propagation/relief.js';
import type { Closure } from '../../models/sketch/closures.js';
import { type GridSize, gridInk, gridSize } from '../../models/sketch/gridInk.js';
import { readSketch, type Sketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';
import { traceRegion } from '../regions/traceRegion.js';
import type { RegionRequest } from './protocol.js';

/** Shorter side of the grid that influence is shown on: coarse, for it follows the pointer. */
const INFLUENCE_SHORT = 192;

/** What can be known of a sketch without colouring it, worked out when it is first asked for. */
export class SketchStudies {
  #sketch: Sketch | null = null;
  #regions: { readonly gap: number; readonly map: RegionMap } | null = null;
  #surface: Surface | null = null;
  #grid: { readonly grid: GridSize; readonly slopes: Float32Array; readonly propagator: Propagator } | null = null;

  constructor(
    readonly picture: Picture,
    private readonly closures: readonly Closure[] = [],
  ) {}

  get sketch(): Sketch {
    this.#sketch ??= readSketch(this.picture, this.closures);
    return this.#sketch;
  }

  regions(gap: number): RegionMap {
    if (this.#regions?.gap !== gap) {
      const { ink, width, height } = this.sketch;
      this.#regions = { gap, map: findRegions(ink, width, height, gap) };
    }
    return this.#regions!.map;
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

  /** The outline of the region at a point, or null on a line or outside. */
  region({ at: [x, y], gap }: RegionRequest): [number, number][] | null {
    const map = this.regions(gap);
    const [i, j] = [Math.floor(x), Math.floor(y)];
    if (i < 0 || j < 0 || i >= map.width || j >= map.height) return null;
    const value = map.label[j * map.width + i];
    return value > 0 ? traceRegion(map, value) : null;
  }

  /** On a coarse grid, 1 where the last of the strokes would be the nearest hint. */
  influence(hints: Hints): { readonly width: number; readonly height: number; readonly mask: Uint8Array } {
    if (!this.#grid) {
      const { ink, width, height } = this.sketch;
      const grid = gridSize(width, height, INFLUENCE_SHORT, 1);
      this.#grid = {
        grid,
        slopes: relief(gridInk(ink, width, height, grid), grid.width, grid.height),
        propagator: new Propagator(grid.width, grid.height),
      };
    }
    const { grid, slopes, propagator } = this.#grid;
    const own = ownColor(hints);
    const strokes = hints.strokes.with(-1, { ...hints.strokes.at(-1)!, color: own });
    const raster = rasterizeHints({ ...hints, strokes }, grid.width, grid.height);
    const { label } = propagator.run(slopes, raster);
    const target = raster.colors.length / 3; // the last stroke's colour is its own, so its label is the last
    return { ...grid, mask: Uint8Array.from(label, (l) => (l === target ? 1 : 0)) };
  }
}

/** A colour that none of the strokes has. */
function ownColor({ strokes }: Hints): string {
  const used = new Set(strokes.map(({ color }) => color.toLowerCase()));
  for (let value = 1; ; value++) {
    const color = `#${value.toString(16).padStart(6, '0')}`;
    if (!used.has(color)) return color;
  }
}
