import type { Random } from '../../../vision/random.js';
import { curve, ellipse, type Knot, type Point } from './curves.js';
import type { Head } from './head.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';

/** Studs, drops or hoops below the ears. */
export function drawEarrings(ink: Inker, head: Head, palette: CharacterPalette, random: Random): void {
  const kind = random.pick(['stud', 'drop', 'hoop'] as const);
  const size = random.uniform(5, 10);
  for (const side of [-1, 1] as const) {
    if (side * head.turn > 0.55) continue;
    const [x, y] = [side * (head.half + 3), head.eyeLine + 28];
    if (kind === 'stud') ink.area(ellipse(x, y, size * 0.7, size * 0.7), palette.metal, { outline: 0.8 });
    else if (kind === 'drop') {
      const drop: Knot[] = [
        [x, y - size, 'corner'],
        [x + size * 0.7, y + size * 0.8],
        [x, y + size * 1.5],
        [x - size * 0.7, y + size * 0.8],
      ];
      ink.area(curve(drop, true), palette.accent, { outline: 0.8 });
    } else {
      const hoop = ellipse(x, y + size, size * 1.1, size * 1.3);
      ink.band(hoop, ellipse(x, y + size, size * 0.7, size * 0.9), palette.metal, 0.8);
    }
  }
}

/** Slides and clips in the hair over one temple. */
export function drawHairpins(ink: Inker, head: Head, palette: CharacterPalette, random: Random): void {
  const side = random.pick([-1, 1]);
  const count = random.integer(1, 4);
  const [long, thick] = [random.uniform(10, 17), random.uniform(3, 6)];
  const tilt = (side * random.uniform(15, 60) * Math.PI) / 180;
  for (let k = 0; k < count; k++) {
    const [x, y] = [side * (head.half * 0.74), -44 + k * (thick * 2 + 5)];
    const at = (a: number, b: number): Point => [
      x + a * Math.cos(tilt) - b * Math.sin(tilt),
      y + a * Math.sin(tilt) + b * Math.cos(tilt),
    ];
    const corners = [at(-long, -thick), at(long, -thick), at(long, thick), at(-long, thick)];
    ink.area(
      curve(
        corners.map(([px, py]): Knot => [px, py, 'corner']),
        true,
      ),
      palette.accent,
      { outline: 0.9 },
    );
  }
}

/** A frame of some breadth round a lens. */
export function drawFrame(ink: Inker, lens: readonly Point[], color: string, breadth: number): void {
  const [x, y] = [0, 1].map((c) => lens.reduce((sum, point) => sum + point[c], 0) / lens.length);
  const wider = lens.map(([px, py]): Point => {
    const away = Math.hypot(px - x, py - y);
    return [px + ((px - x) * breadth) / away, py + ((py - y) * breadth) / away];
  });
  ink.band(wider, lens, color, 0.9);
}
