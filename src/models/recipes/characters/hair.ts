import type { Random } from '../../../vision/random.js';
import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import type { Head } from './head.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';

export type BackHair = 'none' | 'short' | 'bob' | 'long' | 'wavy' | 'ponytail' | 'twintails' | 'bun' | 'braid';
export type FrontHair = 'fringe' | 'parted' | 'spiky' | 'swept' | 'slick';

/** A head of hair, laid out before it is drawn: some of it lies behind the face, some before. */
export interface Hair {
  readonly back: BackHair;
  readonly front: FrontHair;
  /** How far it stands off the skull, in drawing units. */
  readonly volume: number;
  /** Outline of the hair over the forehead; it throws a shadow on the face. */
  readonly cap: readonly Point[];
  /** From crown to tip, for the strokes inside. */
  readonly locks: readonly (readonly Point[])[];
  readonly sideLocks: readonly (readonly Point[])[];
}

export function makeHair(head: Head, random: Random): Hair {
  const back = random.pick<BackHair>([
    'none',
    'short',
    'short',
    'bob',
    'bob',
    'long',
    'long',
    'wavy',
    'ponytail',
    'twintails',
    'bun',
    'braid',
  ]);
  const front = random.pick<FrontHair>([
    'fringe',
    'fringe',
    'parted',
    'parted',
    'spiky',
    'swept',
    'swept',
    back === 'bun' || back === 'ponytail' ? 'slick' : 'fringe',
  ]);
  const volume = random.uniform(7, 17);
  const { cap, locks } = makeCap(head, front, volume, random);
  const sideLocks = back === 'none' || front === 'slick' || random.chance(0.3) ? [] : makeSideLocks(head, random);
  return { back, front, volume, cap, locks, sideLocks };
}

/** The hair over the forehead: a smooth crown above, locks below. */
function makeCap(head: Head, front: FrontHair, volume: number, random: Random) {
  const rx = head.half + volume * 0.75;
  const ry = 84 + volume;
  const center: Point = [head.turn * 3, -4];
  const crown: Point = [center[0] + head.turn * 10, center[1] - ry * 0.92];
  const ends = random.uniform(14, 44); // y at the temples
  const edge: Knot[] = [];
  const locks: Point[][] = [];
  const lock = (valley: Point, tip: Point, next: Point, bend: number) => {
    // One side bulges, the other is drawn in, as hair falls.
    const mid = (a: Point, b: Point, push: number): Knot => [(a[0] + b[0]) / 2 + push, (a[1] + b[1]) / 2];
    edge.push(mid(valley, tip, bend), [tip[0], tip[1], 'corner'], mid(tip, next, bend * 0.6), [
      next[0],
      next[1],
      'corner',
    ]);
    locks.push(
      curve([
        tip,
        [(tip[0] * 2 + crown[0]) / 3 + bend, (tip[1] * 2 + crown[1]) / 3 - 4],
        [(tip[0] + crown[0] * 1.4) / 2.4 + bend * 0.6, (tip[1] + crown[1] * 1.4) / 2.4],
      ]),
    );
  };
  const right: Point = [head.half + volume * 0.45, ends];
  const left: Point = [-head.half - volume * 0.45, ends];
  if (front === 'fringe' || front === 'spiky') {
    const n = front === 'fringe' ? random.integer(3, 7) : random.integer(5, 8);
    const tipLine = head.eyeLine - (front === 'fringe' ? random.uniform(10, 20) : random.uniform(14, 30));
    const depth = front === 'fringe' ? random.uniform(6, 20) : random.uniform(18, 32);
    const lean = random.normal(0, 5);
    let valley: Point = [right[0] - 9, tipLine - 6];
    edge.push([right[0], right[1], 'corner'], [valley[0], valley[1], 'corner']);
    for (let k = 0; k < n; k++) {
      const share = (k + 1) / n;
      const x = valley[0];
      const nextX = right[0] - 9 + (left[0] + 9 - (right[0] - 9)) * share;
      const tip: Point = [(x + nextX) / 2 + lean + random.normal(0, 2), tipLine + random.uniform(-3, 8)];
      const next: Point = [nextX, k === n - 1 ? tipLine - 6 : tipLine - depth * random.uniform(0.6, 1.1)];
      lock(valley, tip, next, lean * 0.5 + random.normal(0, 2));
      valley = next;
    }
    edge.push([left[0], left[1], 'corner']);
  } else if (front === 'slick') {
    edge.push(
      [right[0], right[1], 'corner'],
      [head.half * 0.86, -22],
      [head.half * 0.5, -50],
      [head.turn * 10, -58],
      [-head.half * 0.5, -50],
      [-head.half * 0.86, -22],
      [left[0], left[1], 'corner'],
    );
    for (let k = -2; k <= 2; k++) {
      const x = (k / 2.4) * head.half * 0.8;
      locks.push(
        curve([
          [x, -50 + Math.abs(k) * 4],
          [x * 0.85 + crown[0] * 0.15, -68],
          [x * 0.5 + crown[0] * 0.5, -84],
        ]),
      );
    }
  } else {
    // Parted in the middle, or swept from one side.
    const part =
      front === 'parted'
        ? random.normal(0, 8) + head.turn * 8
        : random.pick([-1, 1]) * head.half * random.uniform(0.35, 0.6);
    const top: Point = [part, -62 + Math.abs(part) * 0.18];
    edge.push(...sweep(right, top, head, random), ...sweep(left, top, head, random).reverse());
    for (const end of [right, left]) {
      for (let k = 1; k <= 3; k++) {
        const along = k / 4;
        const [x, y] = [top[0] + (end[0] - top[0]) * along, top[1] + 2 + 16 * along];
        locks.push(
          curve([
            [x + (end[0] - x) * 0.35, y + 16],
            [x, y - 6],
            [top[0] + (x - top[0]) * 0.45, y - 22],
          ]),
        );
      }
    }
  }
  return { cap: curve([...edge, ...makeCrown(center, rx, ry, front === 'spiky', random)], true), locks };
}

/** One side of parted hair: from its tip before the ear up along the forehead to the parting, with a loose strand or two. */
function sweep(end: Point, top: Point, head: Head, random: Random): Knot[] {
  const out = Math.sign(end[0]);
  const at = (t: number): Point => {
    // A cubic Bézier curve that leaves the ear upwards and reaches the parting from the side.
    const [p1, p2]: [Point, Point] = [
      [end[0] - out * 9, head.eyeLine - 22],
      [top[0] + (end[0] - top[0]) * 0.5, top[1] + 12],
    ];
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return [0, 1].map((c) => weights[0] * end[c] + weights[1] * p1[c] + weights[2] * p2[c] + weights[3] * top[c]) as [
      number,
      number,
    ];
  };
  const knots: Knot[] = [[end[0], end[1], 'corner'], at(0.15)];
  const strands = random.integer(0, 3);
  for (let k = 0; k < strands; k++) {
    const t = 0.32 + k * 0.26 + random.uniform(-0.04, 0.04);
    const valley = at(t);
    const tip: Point = [valley[0] - out * random.uniform(5, 9), valley[1] + random.uniform(9, 15)];
    knots.push([valley[0] + out * 2, valley[1], 'corner'], [tip[0], tip[1], 'corner'], at(t + 0.15));
  }
  if (strands === 0) knots.push(at(0.4), at(0.7));
  knots.push([top[0], top[1], 'corner']);
  return knots;
}

/** The upper outline, from the left temple over the top to the right: smooth, or tufts that lean to one side. */
function makeCrown([x, y]: Point, rx: number, ry: number, spiky: boolean, random: Random): Knot[] {
  const at = (degrees: number, out: number): Point => {
    const angle = (degrees * Math.PI) / 180;
    return [x + rx * out * Math.cos(angle), y + ry * out * Math.sin(angle)];
  };
  const knots: Knot[] = [];
  const [from, to] = [178, 362];
  if (!spiky) {
    for (let k = 0; k <= 8; k++) knots.push(at(from + ((to - from) * k) / 8, 1));
    return knots;
  }
  const tufts = random.integer(5, 9);
  const step = (to - from) / tufts;
  const lean = random.normal(0, 0.3) * step;
  for (let k = 0; k < tufts; k++) {
    const begin = from + k * step + random.uniform(-0.12, 0.12) * step;
    const tip = at(begin + step * 0.55 + lean, 1.12 + random.uniform(0, 0.12));
    if (k > 0) knots.push([...at(begin, 1), 'corner']);
    // The sides of a tuft bulge: straight ones would look like a paper crown.
    const [rise, fall] = [at(begin + step * 0.22 + lean * 0.3, 1.085), at(begin + step * 0.86 + lean * 0.4, 1.05)];
    knots.push(rise, [tip[0], tip[1], 'corner'], fall);
  }
  return knots;
}

/** Pointed locks before the ears. */
function makeSideLocks(head: Head, random: Random): Point[][] {
  const length = random.uniform(20, 75);
  return ([-1, 1] as const).map((side) => {
    const x = side * (head.half - 2);
    const end = head.eyeLine + length + random.uniform(-5, 5);
    return curve(
      [
        [x + side * 5, -34],
        [x + side * 9, head.eyeLine - 8],
        [x + side * 8, (head.eyeLine + end) / 2],
        [x + side * 1, end - 8],
        [x - side * 5, end, 'corner'],
        [x - side * 3, end - 14],
        [x - side * 5, (head.eyeLine + end) / 2],
        [x - side * 10, head.eyeLine - 8],
        [x - side * 8, -38],
      ],
      true,
    );
  });
}

/**
 * Hair behind head and shoulders.
 *
 * @param longest y of the lowest tips that long hair may have, in drawing units
 */
export function drawBackHair(
  ink: Inker,
  head: Head,
  hair: Hair,
  palette: CharacterPalette,
  random: Random,
  longest: number,
): void {
  const base = palette.shadow(palette.hair);
  const wide = head.half + hair.volume;
  // Behind the front hair at the top, so that the two outlines do not run side by side.
  const root = head.half + hair.volume * 0.35;
  const shade = (points: readonly Point[]) => ({
    points: moved(points, ink.light * wide * 0.5, -14),
    color: palette.hair,
  });
  const mass = (points: readonly Point[]) => ink.area(points, base, { tones: [shade(points)] });
  const fallTo = (bottom: number, flare: number, locks: number, wave: number) => {
    const knots: Knot[] = [];
    const side = (s: -1 | 1): Knot[] => {
      const out: Knot[] = [];
      for (let k = 0; k <= 4; k++) {
        const t = k / 4;
        const sway = wave * Math.sin(t * Math.PI * 2.5 + (s > 0 ? 0 : 1));
        out.push([s * (root + flare * t ** 1.2 + sway), -30 + (bottom + 30) * t]);
      }
      return out;
    };
    knots.push([0, -84 - hair.volume], ...side(1));
    const right = knots.at(-1)!;
    knots[knots.length - 1] = [right[0], right[1], 'corner'];
    for (let k = 0; k < locks; k++) {
      const width = (2 * right[0]) / locks;
      const x = right[0] - width * (k + 0.5);
      knots.push([x + random.normal(0, 3), bottom + random.uniform(4, 16), 'corner']);
      if (k < locks - 1) knots.push([x - width / 2, bottom - random.uniform(2, 16), 'corner']);
    }
    const left = side(-1).reverse();
    knots.push([left[0][0], left[0][1], 'corner'], ...left.slice(1));
    mass(curve(knots, true));
    for (let k = 1; k < locks; k++) {
      const x = right[0] - ((2 * right[0]) / locks) * k;
      ink.stroke(
        curve([
          [x * 0.86, 40],
          [x * 0.93 + wave, (40 + bottom) / 2],
          [x, bottom - 8],
        ]),
        0.8,
      );
    }
  };
  switch (hair.back) {
    case 'none':
      break;
    case 'short':
      fallTo(random.uniform(48, 68), random.uniform(-8, 4), random.integer(5, 9), 0);
      break;
    case 'bob':
      fallTo(random.uniform(72, 104), random.uniform(10, 26), random.integer(4, 8), 0);
      break;
    case 'long':
      fallTo(
        random.uniform(Math.min(150, longest), longest),
        random.uniform(12, 38),
        random.integer(5, 9),
        random.uniform(0, 4),
      );
      break;
    case 'wavy':
      fallTo(
        random.uniform(110, Math.max(130, longest * 0.85)),
        random.uniform(14, 34),
        random.integer(4, 7),
        random.uniform(6, 12),
      );
      break;
    case 'ponytail': {
      const s = random.pick([-1, 1]);
      const end = random.uniform(90, 190);
      mass(
        curve(
          [
            [s * 20, -92],
            [s * (wide + 14), -70],
            [s * (wide + 42), 0],
            [s * (wide + 26), end * 0.7],
            [s * (wide + 36), end, 'corner'],
            [s * (wide + 2), end * 0.75],
            [s * (wide - 4), 20],
            [s * 30, -50],
          ],
          true,
        ),
      );
      ink.stroke(
        curve([
          [s * (wide + 16), -40],
          [s * (wide + 24), 10],
          [s * (wide + 16), end * 0.7],
        ]),
        0.9,
      );
      fallTo(50, -6, 4, 0);
      break;
    }
    case 'twintails':
      fallTo(56, -4, 4, 0);
      for (const s of [-1, 1]) {
        const end = random.uniform(110, 210);
        mass(
          curve(
            [
              [s * (wide - 12), -48],
              [s * (wide + 22), -50],
              [s * (wide + 50), 10],
              [s * (wide + 40), end * 0.7],
              [s * (wide + 26), end, 'corner'],
              [s * (wide + 14), end * 0.62],
              [s * (wide + 4), 0],
            ],
            true,
          ),
        );
        ink.stroke(
          curve([
            [s * (wide + 18), -30],
            [s * (wide + 34), 20],
            [s * (wide + 28), end * 0.72],
          ]),
          0.9,
        );
        ink.area(ellipse(s * (wide - 1), -46, 9, 11), palette.accent, { tones: [] });
      }
      break;
    case 'bun': {
      const bun = ellipse(head.turn * -8, -96 - hair.volume, 30, 27);
      mass(bun);
      ink.stroke(
        curve([
          [-14, -100 - hair.volume],
          [0, -110 - hair.volume],
          [14, -96 - hair.volume],
        ]),
        0.9,
      );
      fallTo(46, -8, 4, 0);
      break;
    }
    case 'braid': {
      fallTo(60, -4, 5, 0);
      const s = random.pick([-1, 1]);
      for (let k = 7; k >= 0; k--) {
        const x = s * (head.half * 0.92 + 4 + (k % 2 ? 5 : -5));
        mass(ellipse(x, 56 + k * 15, 13 - k * 0.7, 11));
      }
      ink.area(ellipse(s * (head.half * 0.92 + 4), 56 + 7.6 * 15, 7, 5), palette.accent);
      break;
    }
  }
}

/** Hair before the face. */
export function drawFrontHair(ink: Inker, head: Head, hair: Hair, palette: CharacterPalette, shaded: boolean): void {
  const dark = palette.shadow(palette.hair);
  for (const lock of hair.sideLocks) {
    ink.area(lock, palette.hair, { tones: shaded ? [{ points: moved(lock, -ink.light * 8, 16), color: dark }] : [] });
  }
  const shineY = -44 - hair.volume * 0.4;
  const shine: Knot[] = [];
  for (let k = 0; k <= 10; k++) {
    const x = -head.half * 0.75 + (k / 10) * head.half * 1.5 + ink.light * 8;
    shine.push([x, shineY + (k % 2 ? -5 : 4) + ((x - head.turn * 8) / head.half) ** 2 * 16, 'corner']);
  }
  for (let k = 10; k >= 0; k--) {
    const x = -head.half * 0.75 + (k / 10) * head.half * 1.5 + ink.light * 8;
    shine.push([x, shineY + 11 + (k % 2 ? -3 : 8) + ((x - head.turn * 8) / head.half) ** 2 * 16, 'corner']);
  }
  const away = -ink.light;
  ink.area(hair.cap, palette.hair, {
    outline: 1.15,
    tones: shaded
      ? [
          {
            points: curve(
              [
                [away * (head.half + 40), -110],
                [away * head.half * 0.62, -92],
                [away * head.half * 0.72, -40],
                [away * head.half * 0.5, 30],
                [away * (head.half + 40), 40],
              ],
              true,
            ),
            color: dark,
          },
          { points: curve(shine, true), color: palette.light(palette.hair) },
        ]
      : [],
  });
  for (const lock of hair.locks) ink.stroke(lock, 0.85, 'end');
}
