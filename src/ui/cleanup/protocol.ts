import type { CleanUp } from '../../models/sketch/cleanUp.js';

/** What the page asks the clean-up worker. */
export type CleanUpCalls = {
  /** The picture file to clean up from now on. */
  open(file: Blob): Opened;
  /** The picture, small, whole and not turned, in the levels asked for, without the paper in the corners if that is. */
  tone(levels: Levels): Toned;
  /** The picture cleaned up, as a PNG file. */
  finish(settings: CleanUp): Blob;
};

export type Levels = Pick<CleanUp, 'paper' | 'black' | 'white' | 'gamma' | 'corners'>;

export interface Opened {
  /** Pixels. */
  readonly size: readonly [number, number];
  /** Levels that suit it, once its paper is taken away, and corners: those of the sheet that it shows, or its own. */
  readonly suggested: Pick<CleanUp, 'black' | 'white' | 'corners'>;
}

export interface Toned {
  readonly bitmap: ImageBitmap;
  /** How many pixels have each lightness before levels, 256 counts. */
  readonly histogram: Uint32Array<ArrayBuffer>;
}
