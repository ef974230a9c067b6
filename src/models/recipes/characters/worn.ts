import type { Random } from '../../../vision/random.js';
import { moved, type Point } from './curves.js';
import type { Hair } from './hair.js';
import type { Head } from './head.js';
import type { Inker, Tone } from './inker.js';
import type { CharacterPalette } from './palette.js';

/** What a thing worn on the head is drawn with. */
export interface Worn {
  readonly ink: Inker;
  readonly head: Head;
  readonly hair: Hair;
  readonly palette: CharacterPalette;
  readonly random: Random;
  readonly shaded: boolean;
}

/** A shape's own shadow: the shape in its darker colour, moved so far from the light's side and down; none where nothing is shaded. */
export function ownShadow(
  { ink, palette, shaded }: Pick<Worn, 'ink' | 'palette' | 'shaded'>,
  points: readonly Point[],
  color: string,
  away: number,
  down: number,
): Tone[] {
  return shaded ? [{ points: moved(points, -ink.light * away, down), color: palette.shadow(color) }] : [];
}
