import type { Hints } from '../../models/hints/hints.js';

/**
 * What the page and the colouring worker say to each other: calls with one answer each. One call of `colorize` runs
 * at a time; the page keeps the order (see `coloring/latestWins.ts`).
 */
export type ColorCalls = {
  /** Prepares a device and a model; called first, and again to change either. */
  start(choice: EngineChoice): EngineInfo;
  /** The picture file to colour from now on. */
  setSketch(file: Blob): null;
  colorize(hints: Hints): Colored;
  /** The last result of `colorize` as a PNG of the sketch's size, or null if there is none. */
  encode(arg: null): Blob | null;
};

export interface EngineChoice {
  readonly backend: BackendChoice;
  /** A model file, the address of the bundled one, or null for the flood fill. */
  readonly model: Blob | string | null;
}

export const backendChoices = ['auto', 'webgpu', 'cpu'] as const;
export type BackendChoice = (typeof backendChoices)[number];

export interface EngineInfo {
  readonly backend: string;
  /** One line for people: adapter, or threads. */
  readonly device: string;
  readonly model: string;
  /** Why another device than the GPU was taken, in English, or empty. */
  readonly note: string;
}

export interface Colored {
  /** Colours with the lines on top, in the sketch's size; transferred. */
  readonly bitmap: ImageBitmap;
  /** Milliseconds the pass took. */
  readonly ms: number;
}

export type Method = keyof ColorCalls;
export type Argument<M extends Method> = Parameters<ColorCalls[M]>[0];
export type Answer<M extends Method> = ReturnType<ColorCalls[M]>;

/** Page to worker: a call, or the wish that a call should end early. */
export type Request = { [M in Method]: { id: number; method: M; argument: Argument<M> } }[Method] | { cancel: number };

/** Worker to page. */
export type Reply = { id: number; answer: Answer<Method> } | { id: number; error: { name: string; message: string } };
