import type { Part } from './parts.js';

/** Colours of parts, `#rrggbb`. */
export type PartColors = Readonly<Partial<Record<Part, string>>>;

/** Colours that nobody need be asked for. What things and grounds are is for hints, or for the generator, to say. */
export const USUAL_COLORS: PartColors = {
  sky: '#bfe0f5',
  land: '#9cc47c',
  skin: '#f4cdb0',
  hair: '#74513c',
  white: '#fcfbf8',
  iris: '#5b7fa8',
  mouth: '#cf6b6b',
  cloth: '#8fb0d4',
  trim: '#f2ecdd',
  accessory: '#e0a95c',
};
