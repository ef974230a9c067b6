import type { Picture } from '../vision/picture.js';
import type { Colorized, ColorizeOptions, Colorizer, ModelInfo } from './colorizer.js';
import { Guess, type KnownAreas, knowAreas } from './guess.js';
import { expectSize, type Hints } from './hints/hints.js';
import { type HintRaster, rasterizeHintPicture, rasterizeHints } from './hints/rasterizeHints.js';
import { ModelError } from './modelError.js';
import { mapParts } from './parts/basinParts.js';
import type { PartLogits } from './parts/partShares.js';
import { turningPlanes } from './parts/turningParts.js';
import type { PartColors } from './parts/usualColors.js';
import { findBasins } from './propagation/basins.js';
import { certainty } from './propagation/confidence.js';
import { Enlarger } from './propagation/enlarge.js';
import { type GlazedHints, glazedPlanes, layGlazes, separateGlazes } from './propagation/glaze.js';
import { obeyHints } from './propagation/obeyHints.js';
import { type Propagation, Propagator } from './propagation/propagate.js';
import { distancesToLines, relief } from './propagation/relief.js';
import type { Closure } from './sketch/closures.js';
import { compositeLines } from './sketch/composite.js';
import { GRID_SHORT, GRID_STEP, type GridSize, gridInk, gridSize } from './sketch/gridInk.js';
import { draftFactor, shrinkSketch } from './sketch/shrink.js';
import { readSketch, type Sketch } from './sketch/sketch.js';

/** A sketch with hints on the colouring grid. */
export interface GridInputs {
  readonly width: number;
  readonly height: number;
  /** Darkness of the lines in [0, 1], height · width. */
  readonly ink: Float32Array;
  readonly hints: HintRaster;
  readonly propagation: Propagation;
  /** The areas between the lines (`findBasins`). */
  readonly basins: Int32Array;
  /** Shorter side of the grid that the whole picture has; larger than width and height for a crop. */
  readonly short: number;
}

/** What a painter gives for a grid, not to be written to. */
export interface Painted {
  /** Colours without lines, planes R, G, B, in [0, 1] but for a network's little errors, 3 · height · width. */
  readonly color: Float32Array;
  /** How much of a pixel the painter took from the hints and did not guess, in [0, 1], height · width; left out by one that does not know. */
  readonly trust?: Float32Array;
  /** What it would paint without any trust in the hints, planes as `color`; from a painter that tells parts. */
  readonly own?: Float32Array;
}

/** Finds colours on the grid; the rest of the pipeline is the same for all of them. */
export interface Painter {
  readonly info: ModelInfo;
  /** Whether it guesses colours where no hint is, which are then evened out (`calmBasins`). */
  readonly guesses?: boolean;
  /** Sides of the grid must be multiples of this. */
  readonly step: number;
  paint(inputs: GridInputs): Promise<Painted>;
  /**
   * Tells what each place of a sketch is a part of, where the painter can.
   *
   * @param ink darkness of the lines in [0, 1], height · width
   */
  segment?(ink: Float32Array, width: number, height: number): Promise<PartLogits>;
  /**
   * Tells how well each of the colours that an area without a hint may have suits it, where the painter can.
   *
   * @param features `FEATURES` numbers a pair (`AreaPairs`)
   * @returns a logit each
   */
  relate?(features: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** A size that colours are brought to from a grid: the sketch's own, or a draft's. */
interface Target {
  readonly sketch: Sketch;
  readonly enlarger: Enlarger;
}

/** What a sketch needs on a grid of one size, whatever the hints. */
interface Prepared {
  readonly grid: GridSize;
  readonly ink: Float32Array;
  /** What the hints spread over (`relief`). */
  readonly slopes: Float32Array;
  readonly basins: Int32Array;
  readonly propagator: Propagator;
  /** Each made when it is first asked for. */
  full?: Target;
  draft?: Target;
  /** What the basins are, once that was asked for. */
  known?: KnownAreas;
}

/** Largest `size` option: beyond it gaps in lines stay open and memory runs out before anything gets better. */
const MAX_GRID_SHORT = 1024;

/**
 * The pipeline: sketch → ink → grid; hints → grid → propagation → painter → the hints' own colours enforced → full size
 * along the lines → the sketch's lines on top. The picture is coloured in one pass, so there are no seams.
 */
export class GridColorizer implements Colorizer {
  #sketch: Sketch | null = null;
  /** A sketch as small as a draft, once one was asked for. */
  #draft: { readonly of: Sketch; readonly small: Sketch } | null = null;
  /** What the painter's segmenter says of the sketch, asked once, at the usual size. */
  #logits: Promise<PartLogits> | null = null;
  #prepared = new Map<string, Prepared>();

  constructor(private readonly painter: Painter) {}

  get info(): ModelInfo {
    return this.painter.info;
  }

  setSketch(picture: Picture, closures: readonly Closure[] = []): void {
    this.#sketch = readSketch(picture, closures);
    this.#draft = null;
    this.#prepared.clear();
    this.#logits = null;
    const prepared = this.#prepare(this.#sketch, GRID_SHORT);
    if (draftFactor(this.#sketch) === 1) fullTarget(this.#sketch, prepared); // else a draft may be wanted first
  }

  async colorize(
    hints: Hints | Picture,
    { size = GRID_SHORT, draft = false, over, parts: chosen, signal }: ColorizeOptions = {},
  ): Promise<Colorized> {
    const whole = this.#sketch;
    if (!whole) throw new ModelError('no sketch yet: call setSketch first');
    if (!Number.isFinite(size) || size < GRID_STEP || size > MAX_GRID_SHORT)
      throw new ModelError(`size ${size}: the colouring grid's shorter side must be ${GRID_STEP} to ${MAX_GRID_SHORT}`);
    signal?.throwIfAborted();
    const prepared = this.#prepare(whole, size);
    const { grid, ink, basins } = prepared;
    const { width, height } = grid;
    const known = await this.#areasOf(whole, prepared);
    const parts = known?.parts;
    const { hints: raster, propagation, glaze } = layersOf(hints, whole, prepared, parts?.areas);
    const short = Math.min(width, height);
    const inputs: GridInputs = { width, height, short, ink, hints: raster, propagation, basins };
    const painted = await this.painter.paint(inputs);
    signal?.throwIfAborted();
    const { trust } = painted;
    const guess = new Guess(this.painter, inputs, painted, known);
    await guess.relate();
    signal?.throwIfAborted();
    const at = ({ sketch, enlarger }: Target, chosen?: PartColors, over?: Colorized): Colorized => {
      const planes = guess.colors(chosen);
      obeyHints(planes, raster, propagation);
      if (glaze) layGlazes(planes, glaze);
      const color = enlarger.enlarge(planes, over?.color);
      return {
        color,
        picture: compositeLines(sketch, color, over?.picture),
        certainty: () => ({ width, height, data: trust ?? certainty(propagation), areas: basins }),
        ...(glaze && { glazed: () => enlarger.enlarge(glazedPlanes(glaze)) }),
        ...(parts && {
          parts: () => mapParts(parts, width),
          turning: () => enlarger.enlarge(turningPlanes(parts)),
          withParts: (chosen) => at({ sketch, enlarger }, chosen),
        }),
        ...(sketch === whole &&
          draftFactor(whole) > 1 && { small: (other = chosen) => at(this.#draftTarget(whole, prepared), other) }),
      };
    };
    return draft ? at(this.#draftTarget(whole, prepared), chosen) : at(fullTarget(whole, prepared), chosen, over);
  }

  dispose(): void {
    this.painter.dispose();
    this.#sketch = null;
    this.#draft = null;
    this.#logits = null;
    this.#prepared.clear();
  }

  /** What the basins are parts of, where the painter can tell. */
  async #areasOf(sketch: Sketch, prepared: Prepared): Promise<KnownAreas | undefined> {
    if (!this.painter.segment) return undefined;
    const usual = this.#prepare(sketch, GRID_SHORT);
    const asked = this.#logits ?? this.painter.segment(usual.ink, usual.grid.width, usual.grid.height);
    this.#logits = asked;
    try {
      const logits = await asked;
      prepared.known ??= knowAreas(logits, { ...prepared, width: prepared.grid.width });
    } catch (error) {
      if (this.#logits === asked) this.#logits = null; // the next pass asks again
      throw error;
    }
    return prepared.known;
  }

  #draftTarget(sketch: Sketch, prepared: Prepared): Target {
    const factor = draftFactor(sketch);
    if (factor === 1) return fullTarget(sketch, prepared);
    if (this.#draft?.of !== sketch) this.#draft = { of: sketch, small: shrinkSketch(sketch, factor) };
    prepared.draft ??= targetOf(this.#draft.small, prepared);
    return prepared.draft;
  }

  #prepare(sketch: Sketch, size: number): Prepared {
    const { width, height } = sketch;
    const grid = gridSize(width, height, size, this.painter.step);
    const key = `${grid.width}×${grid.height}`;
    let prepared = this.#prepared.get(key);
    if (!prepared) {
      const ink = gridInk(sketch.ink, width, height, grid);
      const distances = distancesToLines(ink, grid.width, grid.height);
      const short = Math.min(grid.width, grid.height);
      const slopes = relief(ink, grid.width, grid.height, short, distances);
      prepared = {
        grid,
        ink,
        slopes,
        basins: findBasins(ink, slopes, grid.width, grid.height, short, distances[0]),
        propagator: new Propagator(grid.width, grid.height),
      };
      this.#prepared.set(key, prepared);
    }
    return prepared;
  }
}

const targetOf = (sketch: Sketch, { grid, ink }: Prepared): Target => ({
  sketch,
  enlarger: new Enlarger(sketch.ink, sketch.width, sketch.height, ink, grid.width, grid.height),
});

function fullTarget(sketch: Sketch, prepared: Prepared): Target {
  prepared.full ??= targetOf(sketch, prepared);
  return prepared.full;
}

/** Hints on a sketch's grid and how they spread, glazes apart; pictures have none. A dab on an eye is no glaze on the face, so areas are better than basins. */
function layersOf(hints: Hints | Picture, sketch: Sketch, prepared: Prepared, areas = prepared.basins): GlazedHints {
  if ('data' in hints) {
    const raster = rasterizeFor(hints, sketch, prepared.grid);
    return { hints: raster, propagation: prepared.propagator.run(prepared.slopes, raster), glaze: null };
  }
  expectSize(hints, [sketch.width, sketch.height]);
  return separateGlazes(hints, { ...prepared, basins: areas });
}

/**
 * Brings hints made on a sketch to a grid.
 *
 * @throws HintsError when they were made for another size
 */
export function rasterizeFor(hints: Hints | Picture, { width, height }: Sketch, grid: GridSize): HintRaster {
  if ('data' in hints) return rasterizeHintPicture(hints, grid.width, grid.height, [width, height]);
  expectSize(hints, [width, height]);
  return rasterizeHints(hints, grid.width, grid.height);
}
