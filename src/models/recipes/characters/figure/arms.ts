import type { Random } from '../../../../vision/random.js';
import { curve, ellipse } from '../curves.js';
import type { Inker, Shade } from '../inker.js';
import type { CharacterPalette } from '../palette.js';
import { band, bareLimb, clothedLimb, type HandKind, makeHand } from './limbs.js';
import type { Outfit } from './outfit.js';
import { drawProp, type Prop } from './props.js';
import type { Limb, Skeleton } from './skeleton.js';

/** An arm with its hand, sleeve, cuff and what it holds; `seamless` where nothing but plain cloth lies beside its shoulder. */
export function drawArm(
  ink: Inker,
  body: Skeleton,
  arm: Limb,
  outfit: Outfit,
  prop: Prop | undefined,
  seamless: boolean,
  palette: CharacterPalette,
  random: Random,
  shade: Shade,
): void {
  const widths = body.armWidths;
  const kind: HandKind = prop ? 'fist' : random.pick(['mitten', 'mitten', 'relaxed', 'relaxed', 'open', 'fist']);
  const hand = makeHand(arm, widths[2], body.hand, kind, random);
  if (prop) drawProp(ink, prop, hand.grip, arm, body, palette, random, shade);
  const { sleeve, mouth } = outfit;
  const color = outfit.layer === 'vest' ? palette.trim : palette.cloth;
  const skin = sleeve > 1.7 ? hand.pieces : [...bareLimb(arm, widths), ...hand.pieces];
  ink.union(skin, palette.skin, { tones: skin.flatMap((piece) => shade(piece, palette.skin)) });
  for (const stroke of hand.strokes) ink.stroke(stroke, 0.7);
  if (sleeve === 0) return;
  const wide = mouth > 2.5 && sleeve > 1 ? 2 : 1.28;
  const pieces =
    mouth > 2.5 && sleeve > 1
      ? [...clothedLimb(arm, widths, 0, 1, 1.25, 1.5), ...clothedLimb(arm, widths, 0.8, sleeve, wide, mouth)]
      : clothedLimb(arm, widths, 0, sleeve, 1.24, Math.min(mouth, sleeve < 1 ? 1.45 : mouth));
  ink.union(pieces, color, { tones: pieces.flatMap((piece) => shade(piece, color)) });
  if (arm.front && seamless) {
    // Sleeve and trunk are one cloth over the shoulder.
    const [x, y] = arm.root;
    ink.area(ellipse(x - arm.side * widths[0] * 0.62, y + widths[0] * 0.1, widths[0] * 0.8, widths[0] * 0.92), color, {
      outline: 0,
    });
  }
  if (sleeve > 1) {
    const [x, y] = arm.joint;
    const w = widths[1];
    for (const k of [-1, 1]) {
      if (random.chance(0.4)) continue;
      ink.stroke(
        curve([
          [x - k * w, y + w * 0.2 * k],
          [x - k * w * 0.3, y + w * 0.5 * k],
          [x + k * w * 0.2, y + w * 0.3 * k],
        ]),
        0.8,
      );
    }
  }
  if (sleeve > 1.4 && outfit.top === 'shirt' && outfit.layer !== 'vest') {
    const cuff = band(arm, widths, sleeve - 0.02, widths[2] * 1.1, Math.min(mouth, 1.8) * 1.06);
    ink.area(cuff, palette.collar, { outline: 0.9 });
  } else if (sleeve < 1 && random.chance(0.4)) {
    ink.area(band(arm, widths, sleeve - 0.03, widths[2] * 0.8, Math.min(mouth, 1.45) * 1.06), palette.trim, {
      outline: 0.9,
    });
  }
}
