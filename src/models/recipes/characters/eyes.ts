import type { Random } from '../../../vision/random.js';
import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';

export type EyeKind = 'wide' | 'tall' | 'almond' | 'sleepy' | 'dots' | 'happy' | 'closed';

/** How both eyes of a face are drawn. */
export interface EyeStyle {
  readonly kind: EyeKind;
  /** Times the usual size. */
  readonly size: number;
  readonly pupil: 'filled' | 'ring' | 'slit' | 'none';
  /** Glints from the upper, lighter side down. */
  readonly glints: number;
  /** Whether a line goes round them: then they are white paper, not iris. */
  readonly ringed: boolean;
  /** The iris's upper part in ink. */
  readonly darkTop: boolean;
  readonly lashes: number;
  readonly fold: boolean;
  /** Share of the lower lid that is drawn. */
  readonly lowerLid: number;
  /** Iris over opening. */
  readonly iris: number;
}

export function randomEyeStyle(random: Random): EyeStyle {
  return {
    kind: random.pick<EyeKind>([
      'wide',
      'wide',
      'wide',
      'tall',
      'tall',
      'tall',
      'almond',
      'almond',
      'sleepy',
      'dots',
      'happy',
      'closed',
    ]),
    size: random.uniform(0.85, 1.18),
    pupil: random.pick(['filled', 'filled', 'filled', 'ring', 'ring', 'slit', 'none'] as const),
    glints: random.integer(0, 4),
    ringed: random.chance(0.6),
    darkTop: random.chance(0.2),
    lashes: random.chance(0.6) ? random.integer(1, 4) : 0,
    fold: random.chance(0.6),
    lowerLid: random.uniform(0, 1),
    iris: random.uniform(0.85, 1.15),
  };
}

/** Height above and below the middle, in units of the eye's size. */
const HEIGHTS: Record<EyeKind, number> = { wide: 17, tall: 22, almond: 12, sleepy: 9, dots: 0, happy: 0, closed: 0 };

/**
 * One eye: white, iris, pupil, glints, lids.
 *
 * @param narrow width of a turned face's eye, 1 from before
 * @param gaze   where it looks, in drawing units
 */
export function drawEye(
  ink: Inker,
  [x, y]: Point,
  side: -1 | 1,
  narrow: number,
  style: EyeStyle,
  gaze: Point,
  palette: CharacterPalette,
): void {
  const { kind, size } = style;
  const w = (kind === 'tall' ? 18.5 : 17) * size * narrow;
  const at = (u: number, v: number): Point => [x + side * u * w, y + v * size];
  if (kind === 'dots') {
    ink.spot(ellipse(x, y, 4.6 * narrow * size, 6.4 * size), '#2a1d22');
    return;
  }
  if (kind === 'happy' || kind === 'closed') {
    const sag = kind === 'happy' ? -1 : 1;
    ink.stroke(curve([at(-0.95, -3 * sag), at(-0.1, 6 * sag), at(0.95, -3 * sag)]), 2.4);
    for (let k = 0; k < style.lashes; k++) {
      const u = 0.85 - k * 0.3;
      ink.stroke(curve([at(u, -3 * sag + 3 + k), at(u + 0.12, 5 + k), at(u + 0.22, 7 + k)]), 1.2, 'end');
    }
    return;
  }
  const h = HEIGHTS[kind];
  const drop = kind === 'sleepy' ? 2 : 0;
  const square = kind === 'tall' ? 0.78 : 0.62; // how steep the lids' ends are
  const upper: Knot[] = [
    at(-1, 3 + drop),
    at(-0.55 - (square - 0.62), -square * h + drop),
    at(0.1, -0.95 * h + drop),
    at(0.72, -square * h + drop),
    at(1.02, 0.5 + drop),
  ];
  const lower: Knot[] = [at(0.72, 0.6 * h), at(0, 0.82 * h), at(-0.7, 0.55 * h)];
  const opening = curve(
    [...upper.map(([u, v], i): Knot => (i === 0 || i === 4 ? [u, v, 'corner'] : [u, v])), ...lower],
    true,
  );
  ink.area(opening, '#fffdfb', {
    outline: 0,
    tones: [
      {
        points: curve(
          [at(-1.2, -h - 6), at(1.2, -h - 6), at(1.1, 0.1 * h - 2), at(0, -0.42 * h), at(-1.1, 0.1 * h)],
          true,
        ),
        color: '#d9d3de',
      },
    ],
  });
  ink.inside(opening, () =>
    drawIris(ink, [x + gaze[0], y + gaze[1] - (h > 15 ? 1 : 0)], size * narrow ** 0.7, h, style, palette),
  );
  ink.stroke(curve(upper), 3.2);
  ink.stroke(curve([at(0.74, -0.5 * h + drop), at(1.02, -0.1 * h + drop), at(1.24, -0.28 * h + drop)]), 1.9, 'end');
  for (let k = 0; k < style.lashes; k++) {
    const [u, v] = [0.95 - k * 0.22, -0.2 * h - k * 0.2 * h + drop];
    ink.stroke(curve([at(u, v), at(u + 0.16, v - 2), at(u + 0.3, v - 6)]), 1.3, 'end');
  }
  const seam = curve([upper[4], ...lower, upper[0]]); // the white's own edge
  // Where it is not drawn to its end, the white runs out into the face.
  const whole = style.lowerLid > 0.3;
  ink.stroke(whole ? seam : seam.slice(0, Math.ceil(seam.length * 0.8)), 0.9, whole ? 'none' : 'both');
  if (style.fold)
    ink.stroke(
      curve([at(-0.7, -0.95 * h - 2 + drop), at(0.1, -1.22 * h - 2 + drop), at(0.9, -0.86 * h - 2 + drop)]),
      0.7,
    );
}

function drawIris(
  ink: Inker,
  [x, y]: Point,
  size: number,
  h: number,
  style: EyeStyle,
  palette: CharacterPalette,
): void {
  const big = h > 15;
  const rx = (big ? 10.8 : 8.6) * size * style.iris;
  const ry = (h > 20 ? 18 : big ? 14 : 10.5) * size * Math.max(1, style.iris);
  const iris = ellipse(x, y, rx, ry);
  ink.area(iris, palette.eyes, {
    outline: 0.9,
    tones: [
      { points: ellipse(x, y - ry * 0.75, rx * 1.3, ry), color: palette.shadow(palette.shadow(palette.eyes)) },
      { points: ellipse(x, y + ry * 0.78, rx * 0.62, ry * 0.3), color: palette.light(palette.eyes) },
    ],
  });
  if (style.darkTop) ink.inside(iris, () => ink.spot(ellipse(x, y - ry * 0.8, rx * 1.3, ry * 0.55), '#22171d'));
  const pupil = ellipse(x, y + 0.5, rx * (style.pupil === 'slit' ? 0.2 : 0.46), ry * 0.5);
  if (style.pupil === 'ring') ink.area(pupil, palette.shadow(palette.shadow(palette.eyes)), { outline: 0.7 });
  else if (style.pupil !== 'none') ink.spot(pupil, '#22171d');
  const glints = [
    ellipse(x + ink.light * rx * 0.38, y - ry * 0.42, rx * 0.36, ry * 0.27),
    ellipse(x - ink.light * rx * 0.4, y + ry * 0.42, rx * 0.19, ry * 0.14),
    moved(ellipse(x, y, rx * 0.14, ry * 0.1), ink.light * rx * 0.2, ry * 0.7),
  ].slice(0, style.glints);
  for (const [k, glint] of glints.entries()) {
    if (style.ringed && k === 0) ink.area(glint, '#ffffff', { outline: 0.6 });
    else ink.glint(glint, palette.glint);
  }
}

/** A brow over an eye: a stroke, or a shape of hair. */
export function drawBrow(
  ink: Inker,
  [x, y]: Point,
  side: -1 | 1,
  width: number,
  brow: { lift: number; tilt: number; weight: number },
): void {
  const at = (u: number, v: number): Point => [x + side * u * width, y + v - brow.lift];
  ink.stroke(curve([at(-0.85, -25 + brow.tilt), at(0.1, -31), at(1.15, -24 - brow.tilt)]), brow.weight, 'end');
}
