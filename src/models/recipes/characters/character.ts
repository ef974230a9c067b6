import type { Random } from '../../../vision/random.js';
import { PART_PALETTE, paintRest } from '../paintParts.js';
import type { Drawing } from '../svgTags.js';
import { drawAccessory, drawAccessoryBehind, drawScarf, randomAccessory } from './accessories.js';
import { drawBody, makeBody } from './clothes.js';
import { drawBackHair, drawFrontHair, makeHair } from './hair.js';
import { drawEars, drawFace, drawFeatures, makeHead, randomFaceStyle } from './head.js';
import { Inker } from './inker.js';
import { characterPalette } from './palette.js';

/** A figure drawn twice, as flat or two-tone colours without lines and as line art, in one frame. */
export interface CharacterDrawing {
  readonly color: Drawing;
  readonly line: Drawing;
}

/** Frames in drawing units, the head's centre at 0, 0: head and shoulders, and half-length. */
const FRAMES = {
  bust: [-150, -158, 300, 330],
  half: [-190, -190, 380, 520],
} as const;

/**
 * A random character: head, hair, clothes and something worn, light from one side. One generator, one figure.
 *
 * @param inkWidth of the lines, as a share of the frame's longer side
 * @param frame    drawn at random unless given
 * @param parts    the same figure in the parts' codes (`PART_CODES`)
 */
export function drawCharacter(
  random: Random,
  inkWidth: number,
  frame: keyof typeof FRAMES = random.chance(0.55) ? 'bust' : 'half',
  parts = false,
): CharacterDrawing {
  const viewBox = FRAMES[frame];
  const width = inkWidth * Math.max(viewBox[2], viewBox[3]);
  const ink = new Inker(random, width, random.uniform(0, 0.9), random.uniform(0, 1), random.pick([-1, 1] as const));
  const natural = characterPalette(random);
  const palette = parts ? PART_PALETTE : natural;
  const shaded = random.chance(0.75);
  const head = makeHead(random);
  const hair = makeHair(head, random);
  const body = makeBody(head, random);
  const accessory = randomAccessory(random);
  const tilt = random.normal(0, 4);
  const neck = [0, head.chin] as const;

  ink.turned(tilt, neck, () => {
    drawAccessoryBehind(ink, head, hair, accessory, palette);
    drawBackHair(ink, head, hair, palette, random);
  });
  drawBody(ink, head, body, palette, random, shaded);
  if (accessory === 'scarf') drawScarf(ink, head, palette, random, shaded);
  ink.turned(tilt, neck, () => {
    drawEars(ink, head, palette);
    drawFace(ink, head, palette, hair.cap, shaded);
    drawFeatures(ink, head, randomFaceStyle(random), palette, random);
    drawFrontHair(ink, head, hair, palette, shaded);
    drawAccessory(ink, head, hair, accessory, palette, random, shaded);
  });
  return { color: { viewBox, body: parts ? paintRest(ink.color) : ink.color }, line: { viewBox, body: ink.line } };
}
