import type { Backend } from '../engine/backends/backend.js';
import type { Picture } from '../vision/picture.js';
import { floodPainter } from './floodPainter.js';
import { loadGeneratorPainter } from './generatorPainter.js';
import { GridColorizer } from './gridColorizer.js';
import type { Hints } from './hints/hints.js';
import { loadPaintsChainer, type PaintsChainerFiles } from './paintschainer/loadPaintsChainer.js';
import { loadUNetColorizer } from './paintschainer/unetColorizer.js';
import type { PartMap } from './parts/partMap.js';
import type { PartColors } from './parts/usualColors.js';
import type { Closure } from './sketch/closures.js';

export { ModelError } from './modelError.js';

/** What a model says about itself. */
export interface ModelInfo {
  readonly kind: 'irodori-generator' | 'paintschainer' | 'flood';
  /** One line for people. */
  readonly description: string;
  /** Trained values; 0 where nothing was learned. */
  readonly parameters: number;
  /** The model card as stored in the file: data, licences, steps, figures. */
  readonly card: Readonly<Record<string, unknown>>;
  /** Colours that parts of figures have where no hint is; left out by a model that does not tell parts. */
  readonly usual?: PartColors;
}

export interface ColorizeOptions {
  /** Shorter side of the grid the colours are found on, in pixels (the result has the sketch's size whatever this is). */
  size?: number;
  /**
   * For what follows a pen: colours and picture may be a whole number of times smaller than a large sketch (`draftFactor`), and found on a coarser
   * grid where a pass takes long.
   */
  draft?: boolean;
  /** An earlier result of the same sketch that nobody needs any more: its memory may be written over. */
  over?: Colorized;
  /** Colours of parts of a figure where no hint says another, in place of the model's usual ones. */
  parts?: PartColors;
  /** Stops a pass that nobody waits for any more; the promise rejects with its reason. */
  signal?: AbortSignal;
}

/** A coloured sketch. */
export interface Colorized {
  /** The colours without lines, the sketch's size unless it is a draft, opaque. */
  readonly color: Picture;
  /** The sketch's own lines over them; opaque unless the sketch is a figure cut out on a transparent ground. */
  readonly picture: Picture;
  /** How sure the colours are, where the colouriser can tell; worked out when asked for. */
  readonly certainty?: () => Certainty;
  /** What is a part of what, where the colouriser can tell; worked out when asked for. */
  readonly parts?: () => PartMap;
  /** White where a variant may turn colours, black on skin and what else keeps its own; the sketch's size. For colourisers that tell parts. */
  readonly turning?: () => Picture;
  /** White where hints lie over the colour of their area (`HintStroke.glaze`), black elsewhere; the sketch's size. Left out where none does. */
  readonly glazed?: () => Picture;
  /** The same pass as small as a draft, without the network, in other colours of parts if given; from colourisers that make drafts, where this is larger. */
  readonly small?: (parts?: PartColors) => Colorized;
  /** The same pass with other colours of parts, without the network; from colourisers that tell parts. */
  readonly withParts?: (parts: PartColors) => Colorized;
}

/** How sure a colouring is, on its grid. */
export interface Certainty {
  readonly width: number;
  readonly height: number;
  /**
   * 1 where a hint says the colour, 0 where it is guessed: the network's own account, or without a network how near and how
   * openly a hint is reached.
   */
  readonly data: Float32Array;
  /** The area between lines that each pixel belongs to, from 1: what one hint settles. */
  readonly areas: Int32Array;
}

/**
 * Colours one sketch at a time, as often as the hints change. What depends on the sketch alone is worked out in
 * `setSketch`, so that a pass after a new dab is short.
 */
export interface Colorizer {
  readonly info: ModelInfo;
  /** @param closures lines that close gaps for the colouring alone */
  setSketch(sketch: Picture, closures?: readonly Closure[]): void;
  /**
   * @param hints strokes, or a picture of the sketch's size whose every pixel with alpha > 0 is a hint
   * @throws HintsError when the hints are for another size, ModelError without a sketch
   */
  colorize(hints: Hints | Picture, options?: ColorizeOptions): Promise<Colorized>;
  /** Frees the model's memory. */
  dispose(): void;
}

/** The colouriser that needs no model: each hint's colour flows as far as the lines let it. */
export const createFloodColorizer = (): Colorizer => new GridColorizer(floodPainter);

/** What a colouriser can be made from. */
export type ModelSource = Uint8Array | PaintsChainerFiles | 'flood';

/**
 * Makes a colouriser from a model.
 *
 * @param backend where the network runs; it becomes the engine's backend in use
 * @param model   bytes of a `.safetensors` generator or of a PaintsChainer UNET's `.npz`, the two files of a user's own PaintsChainer, or `'flood'` for the
 *                colouriser without a network
 * @throws ModelError when the file is no model of a known kind; FormatError when it is damaged, or its arrays are missing
 *         or of the wrong shape
 */
export async function loadColorizer(backend: Backend, model: ModelSource): Promise<Colorizer> {
  if (model === 'flood') return createFloodColorizer();
  if ('small' in model) return loadPaintsChainer(backend, model);
  const isZip = model[0] === 0x50 && model[1] === 0x4b; // "PK": an .npz
  if (isZip) return loadUNetColorizer(backend, model);
  return new GridColorizer(loadGeneratorPainter(backend, model));
}
