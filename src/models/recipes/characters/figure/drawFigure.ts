import type { Random } from '../../../../vision/random.js';
import { curve, ellipse, type Point } from '../curves.js';
import type { Head } from '../head.js';
import type { Inker } from '../inker.js';
import type { CharacterPalette } from '../palette.js';
import { ownShadow } from '../worn.js';
import { drawArm } from './arms.js';
import { drawBelt, drawLegs, drawSkirt } from './legs.js';
import { type Outfit, randomOutfit } from './outfit.js';
import { type Prop, randomProp } from './props.js';
import type { Skeleton } from './skeleton.js';
import { type Dressing, drawApron, drawCapeBehind, drawCapeCollar, drawLayer, drawThroat, drawTop } from './tops.js';
import { Torso } from './torso.js';

/** A dressed body, all chosen before it is drawn. */
export interface Figure {
  readonly body: Skeleton;
  readonly outfit: Outfit;
  readonly props: readonly (Prop | undefined)[];
  readonly shoulderBag: -1 | 0 | 1;
  /** Whether it is seen below the hips. */
  readonly legsShow: boolean;
}

export function makeFigure(body: Skeleton, legsShow: boolean, random: Random): Figure {
  const held = body.armPoses.map((pose) => randomProp(pose, random));
  return {
    body,
    outfit: randomOutfit(random),
    props: held[0] ? [held[0], undefined] : held,
    legsShow,
    shoulderBag: random.chance(0.12) ? random.pick([-1, 1] as const) : 0,
  };
}

/** Body, clothes and what the hands hold, from back to front; head and hair are drawn before and after it. */
export function drawFigure(
  ink: Inker,
  head: Head,
  { body, outfit, props, shoulderBag, legsShow }: Figure,
  palette: CharacterPalette,
  random: Random,
  shaded: boolean,
): void {
  const torso = new Torso(body);
  const shade = (points: readonly Point[], color: string) => {
    const xs = points.map(([x]) => x);
    const wide = Math.max(...xs) - Math.min(...xs);
    return ownShadow({ ink, palette, shaded }, points, color, wide * 0.62, 2);
  };
  const dressing: Dressing = { ink, head, body, torso, outfit, palette, random, shaded, shade };
  const seamless =
    (outfit.top === 'tee' || outfit.top === 'turtleneck' || outfit.top === 'shirt') &&
    (outfit.layer === 'none' || outfit.layer === 'cardigan') &&
    (outfit.layer !== 'none' || outfit.pattern === 'plain') &&
    !outfit.cape &&
    !outfit.apron &&
    shoulderBag === 0;
  const arms = (front: boolean) => {
    for (const [k, arm] of body.arms.entries()) {
      if (arm.front === front) drawArm(ink, body, arm, outfit, props[k], seamless, palette, random, shade);
    }
  };
  if (outfit.cape) drawCapeBehind(dressing);
  arms(false);
  if (legsShow || outfit.lower === 'trousers') drawLegs(ink, body, torso, outfit, legsShow, palette, random, shade);
  drawThroat(dressing);
  const onePiece = outfit.top === 'dress' || outfit.top === 'robe';
  const skirt = outfit.top === 'robe' ? { hem: 0.9, flare: 1.15, pleats: 0 } : outfit;
  const skirted = outfit.lower === 'skirt' || outfit.top === 'robe';
  const wearSkirt = () => drawSkirt(ink, body, torso, skirt, onePiece ? palette.cloth : palette.trim, random, shade);
  drawTop(dressing);
  if (skirted) wearSkirt();
  if (outfit.top === 'robe') {
    if (body.legPose !== 'sitting') ink.stroke(torso.line([0.1, 0.7], [0.14, 1.1], [0.24, 1.8]), 0.9, 'none');
    const obi = torso.patch([-1.05, 0.48], [1.05, 0.48], [1.05, 0.7], [-1.05, 0.7]);
    ink.area(obi, palette.accent, { tones: shade(obi, palette.accent) });
  } else if (outfit.belt) drawBelt(ink, torso, 0.62, random.chance(0.7), palette.leather, palette);
  else if (skirted) drawBelt(ink, torso, 0.6, false, onePiece ? palette.cloth : palette.trim, palette);
  if (outfit.apron) drawApron(dressing);
  drawLayer(dressing);
  if (shoulderBag !== 0) drawShoulderBag(dressing, shoulderBag);
  if (outfit.cape) drawCapeCollar(dressing);
  arms(true);
}

/** A bag at the hip on a strap across the chest. */
function drawShoulderBag({ ink, torso, body, palette, shade }: Dressing, side: -1 | 1): void {
  const w = 0.06;
  ink.area(
    torso.patch([-side * 0.62 - w, -0.03], [-side * 0.62 + w, -0.03], [side * 0.86 + w, 0.72], [side * 0.86 - w, 0.76]),
    palette.leather,
    { outline: 0.9 },
  );
  const [x, y] = torso.at(side * 1.02, 0.86);
  const [bw, bh] = [body.hip * 0.36, (body.crotch - body.top) * 0.17];
  const bag = curve(
    [
      [x - bw, y - bh, 'corner'],
      [x + bw, y - bh, 'corner'],
      [x + bw * 1.05, y + bh],
      [x, y + bh * 1.1],
      [x - bw * 1.05, y + bh],
    ],
    true,
  );
  ink.area(bag, palette.leather, { tones: shade(bag, palette.leather) });
  ink.stroke(
    curve([
      [x - bw, y - bh * 0.1],
      [x, y + bh * 0.25],
      [x + bw, y - bh * 0.1],
    ]),
    0.9,
    'none',
  );
  ink.area(ellipse(x, y + bh * 0.2, bw * 0.16, bw * 0.16), palette.metal, { outline: 0.8 });
}
