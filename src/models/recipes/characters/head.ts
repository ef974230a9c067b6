import type { Random } from '../../../vision/random.js';
import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import { drawBrow, drawEye, type EyeStyle, randomEyeStyle } from './eyes.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';

/** Measures of a head in drawing units: its skull's centre is the origin, its face about 120 wide. */
export interface Head {
  /** Half the width at the cheekbones. */
  readonly half: number;
  /** y of the chin. */
  readonly chin: number;
  /** y of the eyes. */
  readonly eyeLine: number;
  /** Turn to the side: −1 its left … 1 its right; the features move by about 20 units. */
  readonly turn: number;
  readonly face: readonly Point[];
}

export function makeHead(random: Random): Head {
  const half = random.uniform(54, 64);
  const chin = random.uniform(76, 94);
  const turn = random.normal(0, 0.4);
  const clamped = Math.max(-0.9, Math.min(0.9, turn));
  const jaw = random.uniform(0.5, 0.74); // width of the jaw, share of the cheek's
  const point = random.uniform(4, 15); // half the chin's width
  const shift = clamped * 13;
  const eyeLine = random.uniform(10, 20);
  const cheek = (side: -1 | 1): Knot[] => {
    const far = side * clamped > 0 ? -1 : 1; // the side turned away is flatter
    const wide = half * (1 + far * 0.05 * Math.abs(clamped));
    return [
      [side * wide, -14],
      [side * wide * 0.985, 22],
      [side * wide * 0.9 + shift * 0.25, 42],
      [side * wide * jaw + shift * 0.65, chin - 17],
      [side * point + shift, chin],
    ];
  };
  const right = cheek(1);
  const left = cheek(-1).reverse();
  const face = curve([...right, ...left, [-half * 0.86, -52], [0, -82], [half * 0.86, -52]], true);
  return { half, chin, eyeLine, turn: clamped, face };
}

export function drawEars(ink: Inker, head: Head, palette: CharacterPalette): void {
  for (const side of [-1, 1] as const) {
    if (side * head.turn > 0.55) continue; // hidden behind the far cheek
    const x = side * (head.half - 1);
    const y = head.eyeLine + 10;
    const ear = curve(
      [
        [x - side * 4, y - 15],
        [x + side * 8, y - 20],
        [x + side * 12, y - 6],
        [x + side * 7, y + 10],
        [x - side * 1, y + 17],
        [x - side * 6, y + 4],
      ],
      true,
    );
    ink.area(ear, palette.skin, {
      tones: [{ points: moved(ear, -side * 4, 5), color: palette.shadow(palette.skin) }],
    });
    ink.stroke(
      curve([
        [x + side * 6, y - 12],
        [x + side * 3, y - 4],
        [x + side * 4, y + 4],
      ]),
      0.7,
    );
  }
}

/** The face's skin with the shadow of the fringe and of its far side. */
export function drawFace(
  ink: Inker,
  head: Head,
  palette: CharacterPalette,
  fringe: readonly Point[],
  shaded: boolean,
): void {
  const dark = palette.shadow(palette.skin);
  const away = -ink.light;
  const side = curve(
    [
      [away * (head.half + 20), -90],
      [away * head.half * 0.86, -10],
      [away * head.half * 0.78, 30],
      [away * head.half * 0.42 + head.turn * 8, head.chin - 8],
      [away * 2, head.chin + 20],
      [away * (head.half + 20), head.chin],
    ],
    true,
  );
  ink.area(head.face, palette.skin, {
    tones: shaded
      ? [
          { points: moved(fringe, away * 3, 9), color: dark },
          { points: side, color: dark },
        ]
      : [],
  });
}

export interface FaceStyle {
  readonly eyes: EyeStyle;
  readonly mouth: 'smile' | 'open' | 'flat' | 'grin' | 'small' | 'frown';
  readonly blush: boolean;
  readonly freckles: boolean;
  readonly brow: { readonly lift: number; readonly tilt: number; readonly weight: number };
  /** Whether brows are drawn over the hair. */
  readonly browsShow: boolean;
}

export function randomFaceStyle(random: Random): FaceStyle {
  const eyes = randomEyeStyle(random);
  return {
    eyes,
    mouth: random.pick(['smile', 'smile', 'open', 'flat', 'grin', 'small', 'frown'] as const),
    blush: random.chance(0.45),
    freckles: random.chance(0.08),
    brow: {
      lift: random.uniform(-2, 5) + (eyes.kind === 'tall' ? 5 : 0),
      tilt: random.normal(0, 3),
      weight: random.uniform(0.9, 2.8),
    },
    browsShow: random.chance(0.35),
  };
}

/** Where each eye is, and how narrow a turned face makes it. */
function eyePlaces({ turn, eyeLine, half }: Head) {
  return ([-1, 1] as const).map((side) => ({
    side,
    narrow: 1 - 0.22 * Math.max(0, side * turn),
    place: [turn * 15 + side * half * 0.47 * (1 - 0.1 * side * turn), eyeLine] as Point,
  }));
}

export function drawBrows(ink: Inker, head: Head, style: FaceStyle): void {
  for (const { side, narrow, place } of eyePlaces(head)) drawBrow(ink, place, side, 17 * narrow, style.brow);
}

export function drawFeatures(
  ink: Inker,
  head: Head,
  style: FaceStyle,
  palette: CharacterPalette,
  random: Random,
): void {
  const { turn, eyeLine, half, chin } = head;
  const middle = turn * 15;
  if (style.blush) {
    const hatched = random.chance(0.3);
    for (const side of [-1, 1]) {
      const [x, y] = [middle * 0.8 + side * half * 0.54, eyeLine + 21];
      ink.tone({ points: ellipse(x, y, 12, 6.5), color: palette.blush, opacity: 0.7 });
      if (!hatched) continue;
      for (const dx of [-5, 0, 5]) {
        ink.stroke(
          curve([
            [x + dx + 2, y - 3],
            [x + dx - 2, y + 4],
          ]),
          0.6,
        );
      }
    }
  }
  const gaze = [Math.max(-1, Math.min(1, turn + random.normal(0, 0.3))) * 3, random.normal(0, 0.8)] as const;
  for (const { side, narrow, place } of eyePlaces(head)) drawEye(ink, place, side, narrow, style.eyes, gaze, palette);
  if (!style.browsShow) drawBrows(ink, head, style);
  drawNose(ink, [turn * 21, eyeLine + (chin - eyeLine) * 0.42], turn, palette, random);
  drawMouth(
    ink,
    [turn * 18, eyeLine + (chin - eyeLine) * 0.67],
    style.mouth,
    1 - 0.2 * Math.abs(turn),
    palette,
    random,
  );
  if (style.freckles) {
    for (let n = 0; n < 10; n++) {
      const x = middle + (n % 2 ? 1 : -1) * random.uniform(12, 30);
      ink.tone({
        points: ellipse(x, eyeLine + random.uniform(16, 26), 1.1, 1),
        color: palette.shadow(palette.shadow(palette.skin)),
      });
    }
  }
}

function drawNose(ink: Inker, [x, y]: Point, turn: number, palette: CharacterPalette, random: Random): void {
  const facing = turn === 0 ? 1 : Math.sign(turn);
  const kind = random.uniform();
  const shadow = palette.shadow(palette.skin);
  if (kind < 0.4) {
    ink.tone({
      points: curve(
        [
          [x + facing * 3, y - 6],
          [x + facing * 6, y + 1],
          [x, y + 3],
          [x - facing * 3, y + 1],
        ],
        true,
      ),
      color: shadow,
    });
    ink.stroke(
      curve([
        [x + facing * 2, y - 4],
        [x + facing * 5, y + 1],
        [x, y + 3],
      ]),
      0.9,
    );
  } else if (kind < 0.75) {
    ink.stroke(
      curve([
        [x - facing * 4, y + 1],
        [x, y + 3.5],
        [x + facing * 4, y],
      ]),
      0.9,
    );
  } else {
    ink.stroke(
      curve([
        [x + facing * 1, y - 16],
        [x + facing * 7, y - 1],
        [x + facing * 3, y + 3],
        [x - facing * 2, y + 2],
      ]),
      0.9,
    );
  }
}

function drawMouth(
  ink: Inker,
  [x, y]: Point,
  mouth: FaceStyle['mouth'],
  narrow: number,
  palette: CharacterPalette,
  random: Random,
): void {
  const w = random.uniform(12, 19) * narrow;
  switch (mouth) {
    case 'smile':
      ink.stroke(
        curve([
          [x - w, y - 3],
          [x, y + 4],
          [x + w, y - 4],
        ]),
        1.3,
      );
      break;
    case 'flat':
      ink.stroke(
        curve([
          [x - w * 0.6, y],
          [x, y + 0.5],
          [x + w * 0.6, y - 0.5],
        ]),
        1.2,
      );
      break;
    case 'small':
      ink.stroke(
        curve([
          [x - 5, y],
          [x, y + 3],
          [x + 5, y],
        ]),
        1.2,
      );
      ink.stroke(
        curve([
          [x - 3, y + 7],
          [x + 3, y + 7],
        ]),
        0.7,
      );
      break;
    case 'frown':
      ink.stroke(
        curve([
          [x - w * 0.7, y + 3],
          [x, y - 1],
          [x + w * 0.7, y + 3],
        ]),
        1.3,
      );
      break;
    case 'grin': {
      const teeth = curve(
        [
          [x - w, y - 4, 'corner'],
          [x, y - 1],
          [x + w, y - 5, 'corner'],
          [x + w * 0.6, y + 6],
          [x, y + 9],
          [x - w * 0.6, y + 6],
        ],
        true,
      );
      ink.area(teeth, '#fffdf8', { outline: 1, tones: [] });
      break;
    }
    case 'open': {
      const opening = curve(
        [
          [x - w * 0.8, y - 4, 'corner'],
          [x, y - 2],
          [x + w * 0.8, y - 4, 'corner'],
          [x + w * 0.55, y + 8],
          [x, y + 13],
          [x - w * 0.55, y + 8],
        ],
        true,
      );
      ink.area(opening, '#8c2f36', { outline: 0 });
      ink.inside(opening, () => {
        ink.area(ellipse(x, y + 13, w * 0.6, 7), '#e77a7d', { outline: 0.6 });
        ink.area(
          curve(
            [
              [x - w, y - 8],
              [x + w, y - 8],
              [x + w * 0.7, y],
              [x - w * 0.7, y],
            ],
            true,
          ),
          '#fffdf8',
          { outline: 0.5 },
        );
      });
      ink.stroke([...opening, opening[0]], 1.1, 'none');
      break;
    }
  }
  if (mouth !== 'open' && mouth !== 'grin' && random.chance(0.25)) {
    ink.tone({
      points: curve(
        [
          [x - w * 0.5, y + 1],
          [x, y + 2],
          [x + w * 0.5, y],
          [x + w * 0.3, y + 5],
          [x, y + 6.5],
          [x - w * 0.3, y + 5],
        ],
        true,
      ),
      color: palette.lips,
    });
  }
}
