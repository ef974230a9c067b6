import type { Random } from '../../../../vision/random.js';
import { curve, ellipse, type Knot, type Point } from '../curves.js';
import type { Inker, Shade } from '../inker.js';
import type { CharacterPalette } from '../palette.js';
import type { Limb, Skeleton } from './skeleton.js';

export type Prop = 'sword' | 'staff' | 'book' | 'bag' | 'flowers' | 'cup' | 'phone';

/** What suits the hand's place. */
export function randomProp(pose: Skeleton['armPoses'][number], random: Random): Prop | undefined {
  if (pose === 'hanging') return random.chance(0.25) ? random.pick<Prop>(['bag', 'bag', 'sword', 'book']) : undefined;
  if (pose === 'front' || pose === 'waving')
    return random.chance(0.5) ? random.pick<Prop>(['book', 'flowers', 'cup', 'phone', 'staff', 'sword']) : undefined;
  if (pose === 'raised' || pose === 'out')
    return random.chance(0.35) ? random.pick<Prop>(['sword', 'staff', 'flowers']) : undefined;
  return undefined;
}

/** A thing in a hand; the hand is drawn over it. */
export function drawProp(
  ink: Inker,
  prop: Prop,
  [x, y]: Point,
  arm: Limb,
  body: Skeleton,
  palette: CharacterPalette,
  random: Random,
  shade: Shade,
): void {
  const unit = body.hand;
  const tilt =
    prop === 'sword' || prop === 'staff'
      ? arm.end[1] > arm.root[1] + unit * 2
        ? 180 - arm.side * random.uniform(8, 40)
        : arm.side * random.uniform(-15, 35)
      : random.normal(0, 8);
  const angle = (tilt * Math.PI) / 180;
  const place = (a: number, b: number): Point => [
    x + unit * (b * Math.cos(angle) + a * Math.sin(angle)),
    y + unit * (b * Math.sin(angle) - a * Math.cos(angle)),
  ];
  const shape = (...ab: readonly (readonly [number, number])[]) =>
    curve(
      ab.map(([a, b]): Knot => [...place(a, b), 'corner']),
      true,
    );
  const paint = (points: readonly Point[], color: string, outline = 1) =>
    ink.area(points, color, { outline, tones: shade(points, color) });
  switch (prop) {
    case 'sword': {
      const long = random.uniform(3, 5.5);
      const w = random.uniform(0.1, 0.22);
      paint(shape([0.5, -w], [long, -w * 0.8], [long + 0.5, 0], [long, w * 0.8], [0.5, w]), palette.metal);
      ink.stroke(curve([place(0.6, 0), place(long * 0.9, 0)]), 0.7);
      paint(shape([-0.7, -0.08], [0.4, -0.08], [0.4, 0.08], [-0.7, 0.08]), palette.leather);
      paint(shape([0.36, -0.45], [0.54, -0.45], [0.54, 0.45], [0.36, 0.45]), palette.accent);
      paint(ellipse(...place(-0.75, 0), unit * 0.13, unit * 0.13), palette.accent);
      break;
    }
    case 'staff': {
      const long = random.uniform(2, 4);
      paint(shape([-long, -0.08], [long, -0.08], [long, 0.08], [-long, 0.08]), palette.leather);
      paint(ellipse(...place(long + 0.3, 0), unit * 0.45, unit * 0.45), palette.accent);
      if (random.chance(0.5)) paint(ellipse(...place(long + 0.3, 0), unit * 0.2, unit * 0.2), palette.metal, 0.8);
      break;
    }
    case 'book': {
      const [w, h] = [random.uniform(0.6, 0.9), random.uniform(0.8, 1.2)];
      paint(shape([-h * 0.6, -w], [h, -w], [h, w], [-h * 0.6, w]), palette.accent);
      paint(
        shape([-h * 0.5, -w * 0.82], [h * 0.9, -w * 0.82], [h * 0.9, -w * 0.62], [-h * 0.5, -w * 0.62]),
        palette.leather,
        0.8,
      );
      if (random.chance(0.5))
        paint(shape([0.1, -w * 0.3], [h * 0.7, -w * 0.3], [h * 0.7, w * 0.6], [0.1, w * 0.6]), palette.metal, 0.8);
      break;
    }
    case 'bag': {
      const [w, h] = [random.uniform(0.7, 1.1), random.uniform(0.9, 1.4)];
      const handle = [
        ...ellipse(x, y + unit * 0.5, unit * 0.4, unit * 0.55, 180, 360),
        ...ellipse(x, y + unit * 0.5, unit * 0.26, unit * 0.42, 180, 360).reverse(),
      ];
      ink.area(handle, palette.leather);
      paint(
        curve(
          [
            [x - unit * w * 0.9, y + unit * 0.45, 'corner'],
            [x + unit * w * 0.9, y + unit * 0.45, 'corner'],
            [x + unit * w, y + unit * (0.45 + h), 'corner'],
            [x - unit * w, y + unit * (0.45 + h), 'corner'],
          ],
          true,
        ),
        palette.leather,
      );
      const flap = curve(
        [
          [x - unit * w * 0.92, y + unit * 0.42, 'corner'],
          [x + unit * w * 0.92, y + unit * 0.42, 'corner'],
          [x + unit * w * 0.9, y + unit * (0.45 + h * 0.4)],
          [x, y + unit * (0.45 + h * 0.6)],
          [x - unit * w * 0.9, y + unit * (0.45 + h * 0.4)],
        ],
        true,
      );
      paint(flap, palette.leather);
      ink.area(ellipse(x, y + unit * (0.4 + h * 0.55), unit * 0.12, unit * 0.12), palette.metal, { outline: 0.8 });
      break;
    }
    case 'flowers': {
      for (const b of [-0.3, 0, 0.3])
        ink.stroke(curve([place(-0.6, -b * 0.4), place(0.3, b * 0.5), place(1, b * 1.6)]), 1.1, 'none');
      for (const [a, b] of [
        [1.1, -0.6],
        [1.35, 0.05],
        [1.1, 0.65],
      ]) {
        for (let k = 0; k < 5; k++) {
          const turn = (k / 5) * 2 * Math.PI;
          const [cx, cy] = place(a, b);
          paint(
            ellipse(cx + unit * 0.22 * Math.cos(turn), cy + unit * 0.22 * Math.sin(turn), unit * 0.18, unit * 0.17),
            palette.accent,
            0.8,
          );
        }
        paint(ellipse(...place(a, b), unit * 0.13, unit * 0.13), palette.metal, 0.8);
      }
      break;
    }
    case 'cup': {
      const ring = [...ellipse(...place(0.3, 0.5), unit * 0.3, unit * 0.3)];
      ink.area(ring, palette.accent);
      const cup = shape([0.8, -0.42], [0.8, 0.42], [-0.2, 0.36], [-0.2, -0.36]);
      paint(cup, palette.accent);
      ink.area(ellipse(...place(0.8, 0), unit * 0.42, unit * 0.12), palette.leather, { outline: 0.8 });
      break;
    }
    case 'phone':
      paint(shape([-0.3, -0.32], [0.9, -0.32], [0.9, 0.32], [-0.3, 0.32]), palette.metal);
      paint(shape([-0.18, -0.24], [0.8, -0.24], [0.8, 0.24], [-0.18, 0.24]), palette.accent, 0.7);
      break;
  }
}
