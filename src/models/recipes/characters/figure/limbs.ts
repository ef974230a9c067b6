import type { Random } from '../../../../vision/random.js';
import { curve, ellipse, type Knot, type Point } from '../curves.js';
import type { Limb } from './skeleton.js';

/** A tapering rod with round ends; `belly` swells its middle. */
export function rod(from: Point, to: Point, start: number, end: number, belly = 1): Point[] {
  const length = Math.max(1e-3, Math.hypot(to[0] - from[0], to[1] - from[1]));
  const t: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const place = (along: number, across: number): Knot => [
    from[0] + t[0] * along - t[1] * across,
    from[1] + t[1] * along + t[0] * across,
  ];
  const middle = ((start + end) / 2) * belly;
  return curve(
    [
      place(0, start),
      place(length * 0.4, middle),
      place(length, end),
      place(length + end * 0.85, 0),
      place(length, -end),
      place(length * 0.4, -middle),
      place(0, -start),
      place(-start * 0.85, 0),
    ],
    true,
  );
}

/** A sleeve, trouser leg or sock piece: like a rod, but cut straight at its end. */
export function tube(from: Point, to: Point, start: number, end: number): Point[] {
  const length = Math.max(1e-3, Math.hypot(to[0] - from[0], to[1] - from[1]));
  const t: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const place = (along: number, across: number): Point => [
    from[0] + t[0] * along - t[1] * across,
    from[1] + t[1] * along + t[0] * across,
  ];
  const corner = ([x, y]: Point): Knot => [x, y, 'corner'];
  return curve(
    [
      place(0, start),
      place(length * 0.5, (start + end) / 2),
      corner(place(length, end)),
      place(length + end * 0.16, 0),
      corner(place(length, -end)),
      place(length * 0.5, -(start + end) / 2),
      place(0, -start),
      place(-start * 0.85, 0),
    ],
    true,
  );
}

export const between = ([ax, ay]: Point, [bx, by]: Point, t: number): Point => [ax + (bx - ax) * t, ay + (by - ay) * t];

/** Point of a limb: 0 its root, 1 its joint, 2 its end. */
export const along = ({ root, joint, end }: Limb, t: number): Point =>
  t <= 1 ? between(root, joint, t) : between(joint, end, t - 1);

/** Half the thickness there. */
export function thickness(widths: readonly [number, number, number], t: number): number {
  return t <= 1 ? widths[0] + (widths[1] - widths[0]) * t : widths[1] + (widths[2] - widths[1]) * (t - 1);
}

/** The pieces of a bare limb; drawn as one, they have one outline. */
export function bareLimb(limb: Limb, [root, joint, end]: readonly [number, number, number], calf = 1): Point[][] {
  return [rod(limb.root, limb.joint, root, joint, 1.03), rod(limb.joint, limb.end, joint, end, calf)];
}

/**
 * What clothes a limb between two of its points.
 *
 * @param ease how far it stands off: 1 the limb's own thickness
 * @param mouth the same at its end
 */
export function clothedLimb(
  limb: Limb,
  widths: readonly [number, number, number],
  from: number,
  to: number,
  ease: number,
  mouth: number,
): Point[][] {
  const width = (t: number) => thickness(widths, t) * (ease + ((mouth - ease) * (t - from)) / (to - from));
  const piece = (a: number, b: number, cut: boolean) =>
    (cut ? tube : rod)(along(limb, a), along(limb, b), width(a), width(b));
  if (to <= 1 || from >= 1) return [piece(from, to, true)];
  return [piece(from, 1, false), piece(1, to, true)];
}

/** A band round a limb: a cuff, a hem, the top of a sock. */
export function band(
  limb: Limb,
  widths: readonly [number, number, number],
  t: number,
  tall: number,
  ease: number,
): Point[] {
  const [x, y] = along(limb, t);
  const [from, to] = t > 1 ? [limb.joint, limb.end] : [limb.root, limb.joint];
  const length = Math.max(1e-3, Math.hypot(to[0] - from[0], to[1] - from[1]));
  const d: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const half = thickness(widths, t) * ease;
  const place = (a: number, b: number, corner = true): Knot => {
    const [px, py] = [x + d[0] * a - d[1] * b, y + d[1] * a + d[0] * b];
    return corner ? [px, py, 'corner'] : [px, py];
  };
  return curve(
    [
      place(-tall / 2, half),
      place(tall / 2, half),
      place(tall / 2 + half * 0.16, 0, false),
      place(tall / 2, -half),
      place(-tall / 2, -half),
      place(-tall / 2 + half * 0.16, 0, false),
    ],
    true,
  );
}

export type HandKind = 'mitten' | 'open' | 'fist' | 'relaxed';

/** A hand at the end of a forearm: pieces of one outline, and the strokes between its fingers. */
export interface Hand {
  readonly pieces: Point[][];
  readonly strokes: Point[][];
  readonly grip: Point;
}

/** @param size wrist to fingertips in drawing units */
export function makeHand(arm: Limb, wrist: number, size: number, kind: HandKind, random: Random): Hand {
  const { joint, end, side } = arm;
  const direction = Math.atan2(end[1] - joint[1], end[0] - joint[0]) + (random.normal(0, 10) * Math.PI) / 180;
  // Thumbs point to the body when arms hang.
  const turn = side;
  const place = (a: number, b: number): Point => [
    end[0] + size * (a * Math.cos(direction) - turn * b * Math.sin(direction)),
    end[1] + size * (a * Math.sin(direction) + turn * b * Math.cos(direction)),
  ];
  const palm = curve(
    [
      place(-0.1, 0.16),
      place(0.12, 0.22),
      place(0.42, 0.24),
      place(0.5, 0),
      place(0.42, -0.24),
      place(0.12, -0.22),
      place(-0.1, -0.16),
    ],
    true,
  );
  const grip = place(0.4, 0);
  const thumb = (spread: number) =>
    rod(place(0.12, 0.14), place(0.34 + 0.1 * (1 - spread), 0.24 + 0.2 * spread), size * 0.1, size * 0.065);
  const wristPiece = rod(between(joint, end, 0.8), place(0.05, 0), wrist * 1.05, Math.max(wrist * 0.9, size * 0.15));
  if (kind === 'fist') {
    const fist = ellipse(...place(0.3, 0), size * 0.3, size * 0.28);
    const strokes = [-0.12, 0, 0.12].map((b) => curve([place(0.36, b), place(0.46, b), place(0.56, b * 0.9)]));
    strokes.push(curve([place(0.12, 0.1), place(0.28, 0.08), place(0.34, -0.02)]));
    return { pieces: [wristPiece, fist], strokes, grip: place(0.3, 0) };
  }
  if (kind === 'mitten') {
    const fingers = curve(
      [place(0.3, 0.22), place(0.62, 0.2), place(0.96, 0.05), place(0.92, -0.14), place(0.6, -0.23), place(0.3, -0.22)],
      true,
    );
    const count = random.integer(0, 3);
    const strokes = Array.from({ length: count }, (_, k) =>
      curve([place(0.92 - 0.06 * k, -0.02 - 0.09 * k + 0.06), place(0.6, -0.02 - 0.09 * k + 0.05)]),
    );
    return { pieces: [wristPiece, palm, fingers, thumb(0.6)], strokes, grip };
  }
  const fan = kind === 'open' ? random.uniform(0.24, 0.4) : 0.1;
  const fingers = [-1.5, -0.5, 0.5, 1.5].map((k) => {
    const long = 1 - 0.06 * (k + 0.3) ** 2;
    return rod(place(0.4, k * 0.115), place(long - 0.08, k * (0.115 + fan * 0.36)), size * 0.07, size * 0.055);
  });
  const strokes = kind === 'open' ? [] : [-1, 0, 1].map((k) => curve([place(0.48, k * 0.12), place(0.86, k * 0.14)]));
  return { pieces: [wristPiece, palm, ...fingers, thumb(kind === 'open' ? 1 : 0.5)], strokes, grip };
}

/** A foot seen from before or from the side it turns to: its outline, and where its sole begins. */
export function makeFoot(
  leg: Limb,
  ankle: number,
  size: number,
  turn: number,
): { shape: Point[]; sole: Point[]; toe: Point } {
  const [x, y] = leg.end;
  const out = Math.max(-1, Math.min(1, leg.side * 0.35 + turn * 1.1));
  const toe: Point = [x + out * size * 0.75, y + size * (0.62 - 0.16 * Math.abs(out))];
  const heel: Point = [x - out * size * 0.22, y + size * 0.3];
  const wide = size * (0.34 - 0.08 * Math.abs(out));
  const floor = Math.max(toe[1], heel[1]) + size * 0.1;
  const s = out < 0 ? -1 : 1;
  const right = Math.max(toe[0] + s * 0, heel[0]) + wide;
  const left = Math.min(toe[0], heel[0]) - wide * 0.9;
  const near = s > 0 ? right : left;
  const back = s > 0 ? left : right;
  const shape = curve(
    [
      [x + s * ankle * 0.95, y - size * 0.12],
      [x + s * (ankle + Math.abs(near - x) * 0.35), y + size * 0.12],
      [near - s * wide * 0.25, y + size * 0.34],
      [near, floor - size * 0.14],
      [near - s * wide * 0.3, floor],
      [back + s * wide * 0.4, floor],
      [back + s * wide * 0.12, floor - size * 0.18],
      [x - s * ankle * 1.05, y + size * 0.1],
      [x - s * ankle * 0.95, y - size * 0.12],
    ],
    true,
  );
  const sole = curve(
    [
      [near + s * 1, floor - size * 0.12],
      [near - s * wide * 0.2, floor + size * 0.04],
      [back + s * wide * 0.3, floor + size * 0.04],
      [back + s * wide * 0.06, floor - size * 0.12],
    ],
    true,
  );
  return { shape, sole, toe: [near, floor] };
}
