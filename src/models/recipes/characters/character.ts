import type { Random } from '../../../vision/random.js';
import { PART_PALETTE, paintRest } from '../paintParts.js';
import type { Drawing } from '../svgTags.js';
import { type Accessory, drawAccessory, drawAccessoryBehind, drawScarf, randomAccessory } from './accessories.js';
import { drawBody, makeBody } from './clothes.js';
import { drawFallingHair } from './fallingHair.js';
import { drawFigure, makeFigure } from './figure/drawFigure.js';
import { makeSkeleton, type Skeleton } from './figure/skeleton.js';
import { drawBackHair, drawFrontHair, type Hair, makeHair } from './hair.js';
import { drawBrows, drawEars, drawFace, drawFeatures, type Head, makeHead, randomFaceStyle } from './head.js';
import { Inker } from './inker.js';
import { type CharacterPalette, characterPalette } from './palette.js';

/** A figure drawn twice, as flat or two-tone colours without lines and as line art, in one frame. */
export interface CharacterDrawing {
  readonly color: Drawing;
  readonly line: Drawing;
  /** Whether the figure goes on below its frame: then the frame's lower edge is the picture's. */
  readonly cut: boolean;
  /** How many outlines the pen left open at a place, so that parts run together there. */
  readonly openLines: number;
}

/** Head and shoulders and half-length, which end where they are drawn; and bodies, shown down to a height. */
export type Framing = 'bust' | 'half' | 'shoulders' | 'waist' | 'knees' | 'whole';

/** Frames of busts in drawing units, the head's centre at 0, 0. */
const FRAMES = {
  bust: [-150, -158, 300, 330],
  half: [-190, -190, 380, 520],
} as const;

/** Share of busts; the rest are bodies. */
const BUSTS = 0.45;

const randomFraming = (random: Random): Framing =>
  random.chance(BUSTS)
    ? random.pick(['bust', 'half'] as const)
    : (['shoulders', 'waist', 'knees', 'whole'] as const)[random.weighted([0.12, 0.33, 0.2, 0.35])];

/** Height in drawing units at which lines stop growing with their frame: whole figures are drawn finer. */
const FULL_WIDTH = 700;

/**
 * A random character: head, hair, clothes and something worn, light from one side; or with all its body, in a pose. One generator, one figure.
 *
 * @param inkWidth of the lines, as a share of the frame's longer side
 * @param framing  drawn at random unless given
 * @param parts    the same figure in the parts' codes (`PART_CODES`)
 */
export function drawCharacter(
  random: Random,
  inkWidth: number,
  framing: Framing = randomFraming(random),
  parts = false,
): CharacterDrawing {
  const head = makeHead(random);
  const body = framing === 'bust' || framing === 'half' ? undefined : makeSkeleton(head, random);
  const height = body ? bottomOf(body, framing) + 130 : Math.max(...FRAMES[framing as 'bust' | 'half'].slice(2));
  const width = inkWidth * Math.sqrt(height * Math.min(height, FULL_WIDTH));
  const ink = new Inker(
    random,
    width,
    random.uniform(0, 0.9),
    random.uniform(0, 1),
    random.pick([-1, 1] as const),
    random.chance(0.25) ? random.uniform(0.05, 0.3) : 0,
  );
  const natural = characterPalette(random);
  const palette = parts ? PART_PALETTE : natural;
  const hair = makeHair(head, random);
  const accessory = randomAccessory(random);
  const shaded = random.chance(0.75);
  const scene = { ink, head, hair, accessory, palette, random, shaded };
  if (body) drawWithBody(scene, body, framing === 'knees' || framing === 'whole');
  else drawBust(scene);
  const viewBox = body ? frameOf(ink, body, framing) : FRAMES[framing as 'bust' | 'half'];
  return {
    color: { viewBox, body: parts ? paintRest(ink.color) : ink.color },
    line: { viewBox, body: ink.line },
    cut: body !== undefined && framing !== 'whole',
    openLines: ink.openLines,
  };
}

interface Parts {
  readonly ink: Inker;
  readonly head: Head;
  readonly hair: Hair;
  readonly accessory: Accessory;
  readonly palette: CharacterPalette;
  readonly random: Random;
  readonly shaded: boolean;
}

function drawBust({ ink, head, hair, accessory, palette, random, shaded }: Parts): void {
  const body = makeBody(head, random);
  drawAround({ ink, head, hair, accessory, palette, random, shaded }, body, 260, () =>
    drawBody(ink, head, body, palette, random, shaded),
  );
}

function drawWithBody(
  { ink, head, hair, accessory, palette, random, shaded }: Parts,
  body: Skeleton,
  legsShow: boolean,
): void {
  const figure = makeFigure(body, legsShow, random);
  const longest = Math.max(body.top + 60, body.crotch * random.uniform(0.7, 1.15));
  drawAround({ ink, head, hair, accessory, palette, random, shaded }, body, longest, () =>
    drawFigure(ink, head, figure, palette, random, shaded),
  );
}

/** The head before and behind a body. */
function drawAround(
  { ink, head, hair, accessory, palette, random, shaded }: Parts,
  shoulders: { shoulder: number; top: number },
  longest: number,
  drawBody: () => void,
): void {
  const tilt = random.normal(0, 4);
  const neck = [0, head.chin] as const;
  const face = randomFaceStyle(random);
  ink.turned(tilt, neck, () => {
    drawAccessoryBehind(ink, hair, accessory, palette);
    drawBackHair(ink, head, hair, palette, random, longest);
  });
  drawBody();
  if (accessory === 'scarf') drawScarf(ink, head, palette, random, shaded);
  ink.turned(tilt, neck, () => {
    drawFallingHair(ink, head, hair, shoulders, longest, palette, random, shaded);
    drawEars(ink, head, palette);
    drawFace(ink, head, palette, hair.cap, shaded);
    drawFeatures(ink, head, face, palette, random);
    drawFrontHair(ink, head, hair, palette, shaded);
    if (face.browsShow) drawBrows(ink, head, face);
    drawAccessory(ink, head, hair, accessory, palette, random, shaded);
  });
}

/** y at which a framing of a body ends. */
function bottomOf({ top, crotch, length, legs }: Skeleton, framing: Framing): number {
  const knee = Math.max(legs[0].joint[1], legs[1].joint[1]);
  switch (framing) {
    case 'shoulders':
      return top + (crotch - top) * 0.4;
    case 'waist':
      return crotch - (crotch - top) * 0.05;
    case 'knees':
      return Math.max(knee - length * 0.02, crotch + length * 0.1);
    default:
      return Math.max(crotch + length * 0.2, legs[0].end[1], legs[1].end[1]) + length * 0.06;
  }
}

/** Left, top, width and height that show a body. */
function frameOf(ink: Inker, body: Skeleton, framing: Framing): readonly [number, number, number, number] {
  const [left, top, right, bottom] = ink.bounds;
  const air = (bottom - top) * 0.02;
  if (framing === 'whole') return [left - air, top - air, right - left + 2 * air, bottom - top + 2 * air];
  const height = bottomOf(body, framing) - top + air;
  const width = Math.min(right - left + 2 * air, height * 1.1);
  const middle = Math.max(left + width / 2, Math.min(right - width / 2, 0));
  return [middle - width / 2, top - air, width, height];
}
