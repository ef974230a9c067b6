import type { Random } from '../../../../vision/random.js';
import { curve, ellipse, type Knot, moved, type Point } from '../curves.js';
import type { Inker, Shade } from '../inker.js';
import type { CharacterPalette } from '../palette.js';
import { along, band, bareLimb, clothedLimb, makeFoot, rod, thickness, tube } from './limbs.js';
import type { Outfit } from './outfit.js';
import type { Limb, Skeleton } from './skeleton.js';
import type { Torso } from './torso.js';

/** Legs with all that is on them but skirts; trousers alone where legs are not seen. */
export function drawLegs(
  ink: Inker,
  body: Skeleton,
  torso: Torso,
  outfit: Outfit,
  legsShow: boolean,
  palette: CharacterPalette,
  random: Random,
  shade: Shade,
): void {
  const widths = body.legWidths;
  const trousers = outfit.lower === 'trousers';
  const reach = trouserReach(outfit.hem);
  if (trousers) {
    const hips = torso.patch([-1.02, 0.58], [1.02, 0.58], [1.04, 1], [0.3, 1.08], [-0.3, 1.08], [-1.04, 1]);
    ink.area(hips, palette.trim);
  }
  const size = Math.max(widths[2] * 2.7, body.length * 0.06);
  for (const leg of [...body.legs].sort((a, b) => Number(a.front) - Number(b.front))) {
    if (legsShow) {
      drawBareLeg(ink, leg, body, outfit, size, palette, shade);
      drawShoe(ink, leg, body, outfit, size, palette, random, shade);
    }
    if (!trousers) continue;
    const mouth = reach > 1.5 ? Math.max(1.3, outfit.flare * 1.15) : 1.35;
    const pieces = clothedLimb(leg, widths, 0, reach, 1.14, mouth);
    ink.union(pieces, palette.trim, { tones: pieces.flatMap((piece) => shade(piece, palette.trim)) });
    foldsAt(ink, leg, widths[1] * 1.1, random);
    if (random.chance(0.2)) ink.area(band(leg, widths, reach - 0.04, widths[2] * 0.9, mouth * 1.02), palette.trim);
  }
  if (trousers) {
    ink.area(torso.patch([-0.94, 0.64], [0.94, 0.64], [0.93, 0.96], [0, 1.02], [-0.93, 0.96]), palette.trim, {
      outline: 0,
    });
    ink.stroke(torso.line([0.02, 0.66], [0.03, 0.9], [-0.02, 1.04]), 0.8);
    for (const s of [-1, 1]) {
      if (random.chance(0.6)) ink.stroke(torso.line([s * 0.6, 0.68], [s * 0.72, 0.82], [s * 0.95, 0.88]), 0.8);
      ink.stroke(torso.line([s * 0.12, 1.0], [s * 0.4, 0.96]), 0.7);
    }
  }
}

/** Share of the leg's two bones that trousers of a length cover. */
const trouserReach = (hem: number) => Math.min(1.96, 0.1 + hem * 1.92);

function drawBareLeg(
  ink: Inker,
  leg: Limb,
  body: Skeleton,
  outfit: Outfit,
  size: number,
  palette: CharacterPalette,
  shade: Shade,
): void {
  const widths = body.legWidths;
  const pieces = bareLimb(leg, widths, 1.16);
  const foot = makeFoot(leg, widths[2], size, body.turn).shape;
  const barefoot = outfit.shoes === 'bare' && outfit.socks === 2;
  ink.union(barefoot ? [...pieces, foot] : pieces, palette.skin, {
    tones: pieces.flatMap((piece) => shade(piece, palette.skin)),
  });
  if (outfit.socks > 1.2) {
    const [x, y] = leg.joint;
    ink.stroke(
      curve([
        [x - widths[1] * 0.4, y + widths[1] * 0.2],
        [x, y + widths[1] * 0.5],
        [x + widths[1] * 0.4, y + widths[1] * 0.2],
      ]),
      0.7,
    );
  }
  if (outfit.socks === 2) return;
  const sock =
    outfit.socks === 0
      ? bareLimb(leg, widths.map((w) => w * 1.03) as [number, number, number], 1.16)
      : clothedLimb(leg, widths, outfit.socks, 2, outfit.socks > 1.2 ? 1.2 : 1.08, 1.08);
  if (outfit.shoes === 'bare') sock.push(foot);
  else sock.push(rod(along(leg, 1.9), leg.end, widths[2] * 1.05, widths[2] * 0.9));
  ink.union(sock, palette.socks, { tones: sock.flatMap((piece) => shade(piece, palette.socks)) });
  if (outfit.socks > 0.3 && outfit.pleats % 2)
    ink.area(band(leg, widths, outfit.socks + 0.03, widths[2] * 0.7, outfit.socks > 1.2 ? 1.26 : 1.12), palette.socks, {
      outline: 0.9,
    });
}

function drawShoe(
  ink: Inker,
  leg: Limb,
  body: Skeleton,
  { shoes, hem }: Outfit,
  size: number,
  palette: CharacterPalette,
  random: Random,
  shade: Shade,
): void {
  const ankle = body.legWidths[2];
  const foot = makeFoot(leg, ankle, size, body.turn);
  const color = palette.shoes;
  if (shoes === 'bare') {
    if (random.chance(0.7))
      for (const k of [-1, 0, 1]) {
        const [x, y] = [foot.toe[0] - leg.side * ankle * (0.9 + k * 0.4), foot.toe[1] - size * 0.1];
        ink.stroke(
          curve([
            [x, y],
            [x, y - size * 0.12],
          ]),
          0.6,
        );
      }
    return;
  }
  if (shoes === 'boots') {
    const from = 1.15 + 0.6 * ((hem * 7.3) % 1);
    const shaft = clothedLimb(leg, body.legWidths, from, 2, 1.22, 1.25);
    const pieces = [...shaft, foot.shape];
    ink.union(pieces, color, { tones: pieces.flatMap((piece) => shade(piece, color)) });
    ink.area(band(leg, body.legWidths, from + 0.03, ankle * 0.8, 1.26), color, { outline: 0.9 });
    const [x, y] = leg.end;
    ink.stroke(
      curve([
        [x - ankle, y - ankle * 0.4],
        [x, y],
        [x + ankle * 0.9, y - ankle * 0.5],
      ]),
      0.8,
    );
  } else {
    ink.area(foot.shape, color, { tones: shade(foot.shape, color) });
    const [x, y] = leg.end;
    if (shoes === 'sneakers') {
      for (const k of [0, 1, 2]) {
        const at = y + size * (0.06 + 0.1 * k);
        ink.stroke(
          curve([
            [x - ankle * 0.55, at],
            [x, at + size * 0.03],
            [x + ankle * 0.55, at],
          ]),
          0.7,
          'none',
        );
      }
    } else if (shoes === 'loafers') {
      ink.stroke(
        curve([
          [x - ankle, y + size * 0.16],
          [x, y + size * 0.26],
          [x + ankle, y + size * 0.16],
        ]),
        0.8,
      );
    } else {
      const opening = ellipse(x, y + size * 0.02, ankle * 0.85, size * 0.14);
      ink.inside(foot.shape, () => ink.area(opening, palette.skin, { outline: 0.8 }));
    }
  }
  ink.stroke(foot.sole, 1.4);
}

function foldsAt(ink: Inker, leg: Limb, width: number, random: Random): void {
  const [x, y] = leg.joint;
  for (const k of [-1, 1]) {
    if (random.chance(0.35)) continue;
    ink.stroke(
      curve([
        [x - k * width, y + k * width * 0.2],
        [x - k * width * 0.4, y + k * width * 0.45],
        [x + k * width * 0.1, y + k * width * 0.3],
      ]),
      0.8,
    );
  }
}

/** A skirt, or the skirt of a dress, a robe. */
export function drawSkirt(
  ink: Inker,
  body: Skeleton,
  torso: Torso,
  { hem, flare, pleats }: { hem: number; flare: number; pleats: number },
  color: string,
  random: Random,
  shade: Shade,
  waist = 0.6,
): void {
  const [left, right] = [torso.at(-1.02, waist), torso.at(1.02, waist)];
  const legLength = (body.length * 0.5) / (1 + 0.02 * Math.abs(body.turn));
  if (body.legPose === 'sitting') {
    const end = Math.min(0.95, 0.5 + hem * 1.2);
    const lap = body.legs.map((leg) =>
      tube(leg.root, along(leg, end), body.legWidths[0] * 1.3, thickness(body.legWidths, end) * 1.6),
    );
    const hips = torso.patch([-1.02, waist], [1.02, waist], [1.12, 1], [0.6, 1.12], [-0.6, 1.12], [-1.12, 1]);
    if (hem > 0.5)
      for (const leg of body.legs) lap.push(...clothedLimb(leg, body.legWidths, 0.9, 1 + hem * 0.85, 1.7, 2.2));
    ink.union([hips, ...lap], color, { tones: shade(hips, color) });
    for (const leg of body.legs.filter(({ front }) => front)) {
      ink.stroke(curve([torso.at(-leg.side * 0.2, 0.98), along(leg, 0.35), along(leg, end * 0.85)]), 0.8);
    }
    return;
  }
  const y = body.crotch + legLength * hem;
  // It reaches round both legs, wherever they are.
  const legsAbove = (floor: number, ceiling: number) =>
    body.legs.flatMap((leg) =>
      Array.from({ length: 41 }, (_, k) => k / 20).flatMap((t) => {
        const [x, at] = along(leg, t);
        const half = thickness(body.legWidths, t) * 1.15;
        return at < floor + half && at > ceiling - half ? [x - half, x + half] : [];
      }),
    );
  const middle = body.spine[1];
  const swing = random.normal(0, 0.08) * body.hip;
  const half = body.hip * (1 + (flare - 1) * (0.5 + hem));
  const across = legsAbove(y, left[1] + (y - left[1]) * 0.7);
  const hemLeft = Math.min(middle - half + swing, ...across) - body.hip * 0.04;
  const hemRight = Math.max(middle + half + swing, ...across) + body.hip * 0.04;
  const low = 0.46 - 0.1 * Math.min(1, (flare - 1) * hem); // a wide skirt bells out at once
  const thighs = legsAbove(left[1] + (y - left[1]) * 0.75, body.crotch - 8);
  const sides = (x: number, end: number, out: -1 | 1): Knot => [
    out * Math.max(out * (x + (end - x) * 0.5), ...thighs.map((leg) => out * leg)),
    left[1] + (y - left[1]) * low,
  ];
  const sag = (hemRight - hemLeft) * 0.07;
  const edge = (t: number): Point => [hemRight + (hemLeft - hemRight) * t, y + sag * Math.sin(Math.PI * t)];
  const knots: Knot[] = [
    [left[0], left[1], 'corner'],
    [(left[0] + right[0]) / 2, left[1] + 2],
    [right[0], right[1], 'corner'],
    sides(right[0], hemRight, 1),
    [...edge(0), 'corner'],
  ];
  const folds: Point[] = [];
  if (pleats > 0) {
    for (let k = 1; k < pleats; k++) {
      const fold = edge(k / pleats);
      knots.push([fold[0], fold[1] + sag * 0.3 + 2, 'corner'], [fold[0] - 1, fold[1] - 3 - sag * 0.3, 'corner']);
      folds.push(fold);
    }
  } else {
    const waves = random.integer(2, 6);
    const deep = random.uniform(0, 0.5) * sag;
    for (let k = 1; k < waves * 2; k++) {
      const [x, at] = edge(k / (waves * 2));
      knots.push([x, at + (k % 2 ? deep : -deep)]);
      if (k % 2 === 0) folds.push([x, at - deep]);
    }
  }
  knots.push([...edge(1), 'corner'], sides(left[0], hemLeft, -1));
  const skirt = curve(knots, true);
  ink.area(skirt, color, { tones: shade(skirt, color) });
  for (const [x, at] of folds) {
    const t = (x - hemLeft) / (hemRight - hemLeft);
    const from: Point = [left[0] + (right[0] - left[0]) * t, left[1] + 2];
    const begin = pleats > 0 ? random.uniform(0, 0.15) : random.uniform(0.2, 0.75);
    const start: Point = [from[0] + (x - from[0]) * begin, from[1] + (at - from[1]) * begin];
    ink.stroke(
      curve([start, [(start[0] + x) / 2 + (t - 0.5) * 4, (start[1] + at) / 2], [x, at - 1]]),
      0.8,
      pleats > 0 ? 'none' : 'both',
    );
  }
  if (random.chance(0.3)) {
    // A trimmed hem: a line that follows it.
    ink.stroke(
      curve(
        [0, 0.25, 0.5, 0.75, 1].map((t) => [edge(t)[0] + (0.5 - t) * -6, edge(t)[1] - (y - left[1]) * 0.12] as Point),
      ),
      0.8,
      'none',
    );
  }
}

/** A belt or waistband with its buckle. */
export function drawBelt(
  ink: Inker,
  torso: Torso,
  at: number,
  buckle: boolean,
  color: string,
  palette: CharacterPalette,
): void {
  const belt = curve(
    [
      torso.knot(-1.04, at - 0.035, true),
      torso.knot(0, at - 0.02),
      torso.knot(1.04, at - 0.035, true),
      torso.knot(1.04, at + 0.035, true),
      torso.knot(0, at + 0.05),
      torso.knot(-1.04, at + 0.035, true),
    ],
    true,
  );
  ink.area(belt, color, { tones: [] });
  if (buckle)
    ink.area(
      moved(torso.patch([-0.13, at - 0.035], [0.13, at - 0.035], [0.13, at + 0.06], [-0.13, at + 0.06]), 0, 0),
      palette.metal,
      { outline: 0.8 },
    );
}
