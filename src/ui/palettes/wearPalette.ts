import type { PaletteColor } from '../../models/look/look.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import { useColoring } from '../store/coloring.js';
import type { NamedPalette } from './paletteFile.js';

/** Colours of a palette that a look takes. */
const TAKEN = 64;

/**
 * What colours a sketch by a palette: a character's skin, hair and clothes where the model in use can tell them, else a
 * palette that all its colours move towards.
 */
export function wearPalette({ colors, parts }: Pick<NamedPalette, 'colors' | 'parts'>): {
  /** Null where the parts keep what they have. */
  readonly parts: PartColors | null;
  readonly palette: readonly PaletteColor[] | null;
} {
  if (parts && useColoring.getState().engine?.usual) return { parts, palette: null };
  return { parts: null, palette: colors.slice(0, TAKEN).map((color) => ({ color, share: 1 / colors.length })) };
}
