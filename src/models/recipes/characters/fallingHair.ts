import type { Random } from '../../../vision/random.js';
import { curve, ellipse, moved, type Point } from './curves.js';
import type { Hair } from './hair.js';
import type { Head } from './head.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';
import { ownShadow } from './worn.js';

/** Long hair before the shoulders: strands from behind the ears over collar, sleeves and chest. */
export function drawFallingHair(
  ink: Inker,
  head: Head,
  hair: Hair,
  shoulders: { shoulder: number; top: number },
  longest: number,
  palette: CharacterPalette,
  random: Random,
  shaded: boolean,
): void {
  if (hair.back === 'braid') drawBraids(ink, head, palette, random);
  if (hair.back !== 'long' && hair.back !== 'wavy') return;
  const sides = random.pick([[-1, 1], [-1, 1], [-1, 1], [-1], [1], []] as const);
  const wave = hair.back === 'wavy' ? random.uniform(3, 8) : random.uniform(0, 3);
  const { shoulder, top } = shoulders;
  for (const side of sides) {
    const bottom = top + (longest - top) * random.uniform(0.4, 1);
    const count = random.integer(1, 4);
    for (let k = count - 1; k >= 0; k--) {
      const end = bottom * (1 - 0.08 * k) + random.normal(0, 6);
      const out = shoulder * random.uniform(0.45, 0.95) - k * shoulder * 0.1;
      const x = side * (head.half - 8 - k * 3);
      const middle = curve([
        [x, -30],
        [side * (head.half + 2 - k * 6), head.eyeLine + 24],
        [side * Math.max(head.half * 0.8, out * 0.85), top + 6],
        [side * out + side * wave, top + (end - top) * 0.4],
        [side * (out - 2) - side * wave * 1.5, top + (end - top) * 0.75],
        [side * (out - random.uniform(2, 14)), end],
      ]);
      const wide = random.uniform(9, 19);
      const lock = taper(middle, (t) => wide * (t < 0.25 ? 0.7 + t * 1.2 : 1) * Math.sqrt(Math.max(0, 1 - t ** 2.4)));
      ink.area(lock, palette.hair, {
        tones: ownShadow({ ink, palette, shaded }, lock, palette.hair, wide * 1.1, 6),
      });
      if (random.chance(0.7))
        ink.stroke(middle.slice(Math.floor(middle.length * 0.35), Math.floor(middle.length * 0.9)), 0.8, 'end');
    }
  }
}

/** Braids before the shoulders, with a tie and a tuft at their ends. */
function drawBraids(ink: Inker, head: Head, palette: CharacterPalette, random: Random): void {
  const sides = random.pick([[-1, 1], [-1], [1], []] as const);
  const count = random.integer(6, 14);
  const wide = random.uniform(10, 15);
  for (const side of sides) {
    const center = (k: number): Point => [
      side * (head.half * 0.86 + 0.6 * k + (k % 2 ? 4 : -4)),
      head.eyeLine + 30 + k * wide * 1.1,
    ];
    const [tuftX, tuftY] = center(count);
    const tuft = curve(
      [
        [tuftX - 7, tuftY, 'corner'],
        [tuftX + 7, tuftY, 'corner'],
        [tuftX + 10, tuftY + 18],
        [tuftX + 1, tuftY + 34, 'corner'],
        [tuftX - 9, tuftY + 18],
      ],
      true,
    );
    ink.area(tuft, palette.hair);
    for (let k = count - 1; k >= 0; k--) {
      const [x, y] = center(k);
      const plait = ellipse(x, y, wide * (1 - 0.02 * k), wide * 0.9);
      ink.area(plait, palette.hair, {
        tones: [{ points: moved(plait, -ink.light * wide * 0.8, 4), color: palette.shadow(palette.hair) }],
      });
    }
    ink.area(ellipse(tuftX, tuftY - 1, 8, 5.5), palette.accent);
  }
}

/** A lock round its middle line; `half` its half width at 0…1 of its length. */
function taper(middle: readonly Point[], half: (t: number) => number): Point[] {
  const left: Point[] = [];
  const right: Point[] = [];
  for (const [i, [x, y]] of middle.entries()) {
    const before = middle[Math.max(0, i - 1)];
    const after = middle[Math.min(middle.length - 1, i + 1)];
    const length = Math.max(1e-6, Math.hypot(after[0] - before[0], after[1] - before[1]));
    const [nx, ny] = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length];
    const h = half(i / (middle.length - 1));
    left.push([x + nx * h, y + ny * h]);
    right.push([x - nx * h, y - ny * h]);
  }
  return [...left, ...right.reverse()];
}
