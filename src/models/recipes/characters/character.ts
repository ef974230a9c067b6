import type { Random } from '../../../vision/random.js';
import type { Drawing } from '../svgTags.js';

export interface CharacterDrawing {
  readonly color: Drawing;
  readonly line: Drawing;
}

export function drawCharacter(_random: Random, _inkWidth: number): CharacterDrawing {
  throw new Error('not yet');
}
