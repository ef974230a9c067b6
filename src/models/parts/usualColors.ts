import { z } from 'zod';
import { PARTS, type Part } from './parts.js';

/** Colours of parts, `#rrggbb`. */
export type PartColors = Readonly<Partial<Record<Part, string>>>;

/** Colours of parts as files have them. */
export const partColorsSchema = z.partialRecord(z.enum(PARTS), z.string().regex(/^#[0-9a-f]{6}$/));

/** Colours that nobody need be asked for. What things and grounds are is for hints, or for the generator, to say. */
export const USUAL_COLORS: PartColors = {
  ground: '#e5e7ee',
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

/** Whether the same parts have the same colours. */
export function sameColors(a: PartColors, b: PartColors): boolean {
  return PARTS.every((part) => a[part] === b[part]);
}
