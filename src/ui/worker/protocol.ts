import type { Hints } from '../../models/hints/hints.js';
import type { LayerNames } from '../../models/look/layers.js';
import type { Look, PaletteColor } from '../../models/look/look.js';
import type { PartMap } from '../../models/parts/partMap.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { Closure } from '../../models/sketch/closures.js';

/**
 * What the page and the colouring worker say to each other: calls with one answer each. One call of `colorize` runs
 * at a time; the page keeps the order (see `coloring/latestWins.ts`).
 */
export type ColorCalls = {
  /** Prepares a device and a model; called first, and again to change either. */
  start(choice: EngineChoice): EngineInfo;
  /** Colours a drawing of no meaning, while no sketch is open: what the first pass needs is then compiled and laid out. */
  warmUp(arg: null): null;
  /** Loads a model to see that it is one; the one in use stays. */
  examine(model: Blob): ModelFacts;
  /** The picture file to colour from now on, with no gap closed. */
  setSketch(file: Blob): null;
  /** Lines that close gaps of that picture for the colouring alone, all of them. */
  setClosures(closures: readonly Closure[]): null;
  colorize(job: ColorJob): Colored;
  /** The same at low resolution and at once, for a stroke that is being drawn; the last result stays the last. */
  preview(job: ColorJob): Drawn;
  /** The last result in another look and other colours of parts, without a pass of the model; null if there is none. */
  relook(to: Relook): Drawn | null;
  /** Works out beforehand what a light on the last result needs, which takes a while. */
  prepareLight(arg: null): null;
  /** The last result as a file of the sketch's size, or null if there is none. */
  encode(request: EncodeRequest): Blob | null;
  /** Another sketch than the open one, coloured without hints into a file; the open one and its last result stay. */
  colorOther(job: OtherJob): Blob;
  /** Small pictures of variants of the last result; empty if there is none. */
  variants(request: { readonly seeds: readonly number[]; readonly side: number }): Pictures;
  /** The closed area round a point, as the points of an area hint; null on a line. */
  region(request: RegionRequest): [number, number][] | null;
  /** The closed areas of the sketch, each in a colour of its own, and the gaps between them that are held closed. */
  regionMap(gap: number): Regions;
  /** Where the last of the strokes would have its say, in its colour, on a coarse grid over the sketch; null if that is everywhere. */
  influence(hints: Hints): Drawn | null;
  /** How sure the last result is; null if its model cannot tell. */
  certainty(arg: null): Doubt | null;
  /** What is a part of what in the sketch last coloured; null if the model cannot tell. */
  figure(arg: null): PartMap | null;
  /** The palette of a picture file. */
  readPalette(file: Blob): PaletteColor[];
};

export interface ColorJob {
  readonly hints: Hints;
  /** Colours chosen for parts of figures. */
  readonly parts: PartColors;
  readonly look: Look;
}

export interface OtherJob extends Pick<ColorJob, 'parts' | 'look'> {
  /** The sketch's picture file. */
  readonly file: Blob;
  readonly request: EncodeRequest;
}

export interface Relook extends Pick<ColorJob, 'parts' | 'look'> {
  /** The look or a colour is being changed by a drag: the picture may be smaller than a large sketch. */
  readonly draft: boolean;
}

export interface RegionRequest {
  /** Sketch pixels. */
  readonly at: readonly [number, number];
  /** Gaps in lines up to this many sketch pixels hold. */
  readonly gap: number;
}

export const pictureFormats = ['png', 'webp', 'psd', 'ora'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

export interface EncodeRequest {
  readonly format: PictureFormat;
  readonly names: LayerNames;
  /** Gaps that flats are told apart over. */
  readonly gap: number;
  /** Pixels an inch to write into the file, where known. */
  readonly dpi: number | null;
  /** An ICC profile of primaries and curves to bring the colours to and to write into the file; null for sRGB. */
  readonly profile: Uint8Array<ArrayBuffer> | null;
}

export interface EngineChoice {
  readonly backend: BackendChoice;
  /** A model file, the address of the bundled one, or null for the flood fill. */
  readonly model: Blob | string | null;
}

export const backendChoices = ['auto', 'webgpu', 'cpu'] as const;
export type BackendChoice = (typeof backendChoices)[number];

/** What a model is. */
export interface ModelFacts {
  /** One line for people. */
  readonly description: string;
  /** What the model's file says of itself. */
  readonly card: Readonly<Record<string, unknown>>;
  /** Trained values; 0 where nothing was learned. */
  readonly parameters: number;
  /** Colours that parts of figures have where no hint is; left out by a model that does not tell parts. */
  readonly usual?: PartColors;
  /** SHA-256 of the file, in hexadecimal digits; null for the flood fill, which has none. */
  readonly hash: string | null;
}

export interface EngineInfo extends ModelFacts {
  readonly backend: string;
  /** One line for people: adapter, or threads. */
  readonly device: string;
  /** Why another device than the GPU was taken, in English, or empty. */
  readonly note: string;
}

/** A picture; transferred. */
export interface Drawn {
  readonly bitmap: ImageBitmap;
}

export interface Pictures {
  readonly bitmaps: readonly ImageBitmap[];
}

export interface Colored extends Drawn {
  /** Milliseconds the pass took. */
  readonly ms: number;
}

/** The closed areas of a sketch, as a veil over it. */
export interface Regions extends Drawn {
  readonly count: number;
}

/** Where the colours are a guess, as a veil over the sketch. */
export interface Doubt extends Drawn {
  /** Sketch pixels where the next hint would tell most. */
  readonly next: readonly [number, number] | null;
}
