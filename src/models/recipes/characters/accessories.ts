import type { Random } from '../../../vision/random.js';
import { bow } from './clothes.js';
import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import type { Hair } from './hair.js';
import { drawBroadHat, drawKnitCap } from './hats.js';
import type { Head } from './head.js';
import { drawHeadphones } from './headphones.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';
import { drawEarrings, drawFrame, drawHairpins } from './trinkets.js';
import { ownShadow, type Worn } from './worn.js';

export type Accessory =
  | 'none'
  | 'glasses'
  | 'cat ears'
  | 'beret'
  | 'cap'
  | 'witch hat'
  | 'headband'
  | 'bow'
  | 'headphones'
  | 'flower'
  | 'horns'
  | 'scarf'
  | 'crown'
  | 'broad hat'
  | 'knit cap'
  | 'earrings'
  | 'hairpins';

export function randomAccessory(random: Random): Accessory {
  return random.pick<Accessory>([
    'none',
    'none',
    'none',
    'none',
    'glasses',
    'glasses',
    'cat ears',
    'beret',
    'cap',
    'witch hat',
    'headband',
    'headband',
    'bow',
    'headphones',
    'headphones',
    'flower',
    'horns',
    'scarf',
    'crown',
    'broad hat',
    'knit cap',
    'earrings',
    'hairpins',
    'hairpins',
  ]);
}

/** What lies behind the hair. */
export function drawAccessoryBehind(ink: Inker, hair: Hair, accessory: Accessory, palette: CharacterPalette): void {
  const up = -70 - hair.volume;
  if (accessory === 'cat ears') {
    for (const s of [-1, 1]) {
      const ear = curve(
        [
          [s * 26, up + 4, 'corner'],
          [s * 44, up - 38],
          [s * 58, up - 52, 'corner'],
          [s * 66, up - 10],
          [s * 62, up + 34, 'corner'],
        ],
        true,
      );
      ink.area(ear, palette.hair);
      ink.area(
        curve(
          [
            [s * 38, up + 2],
            [s * 48, up - 26],
            [s * 56, up - 36, 'corner'],
            [s * 60, up - 4],
            [s * 56, up + 22],
          ],
          true,
        ),
        palette.blush,
        { outline: 0.8 },
      );
    }
  } else if (accessory === 'horns') {
    for (const s of [-1, 1]) {
      const horn = curve(
        [
          [s * 30, up + 8, 'corner'],
          [s * 46, up - 30],
          [s * 78, up - 52, 'corner'],
          [s * 72, up - 14],
          [s * 54, up + 22, 'corner'],
        ],
        true,
      );
      ink.area(horn, '#e9dcc2', { tones: [{ points: moved(horn, s * 12, 10), color: palette.shadow('#e9dcc2') }] });
      ink.stroke(
        curve([
          [s * 42, up - 14],
          [s * 60, up - 2],
        ]),
        0.7,
      );
      ink.stroke(
        curve([
          [s * 52, up - 30],
          [s * 66, up - 20],
        ]),
        0.7,
      );
    }
  }
}

/** What lies over face and hair. */
export function drawAccessory(
  ink: Inker,
  head: Head,
  hair: Hair,
  accessory: Accessory,
  palette: CharacterPalette,
  random: Random,
  shaded: boolean,
): void {
  const { half, eyeLine, turn } = head;
  const up = -82 - hair.volume;
  const wide = half + hair.volume;
  const worn: Worn = { ink, head, hair, palette, random, shaded };
  const shadow = (points: readonly Point[], color: string) => ownShadow(worn, points, color, wide * 0.45, 22);
  switch (accessory) {
    case 'glasses': {
      const round = random.chance(0.5);
      const middle = turn * 15;
      const [rx, ry] = [23, round ? 21 : 16];
      const framed = random.chance(0.4) ? random.uniform(3, 6) : 0;
      for (const s of [-1, 1]) {
        const x = middle + s * half * 0.47;
        const lens = round
          ? ellipse(x, eyeLine + 1, rx * (1 - 0.12 * s * turn), ry)
          : curve(
              [
                [x - rx, eyeLine - ry + 2],
                [x, eyeLine - ry],
                [x + rx, eyeLine - ry + 2],
                [x + rx * 0.9, eyeLine + ry],
                [x, eyeLine + ry + 3],
                [x - rx * 0.9, eyeLine + ry],
              ],
              true,
            );
        ink.tone({ points: lens, color: '#dff0f7', opacity: 0.25 });
        if (framed > 0) drawFrame(ink, lens, palette.accent, framed);
        else ink.stroke([...lens, lens[0]], 1.7, 'none');
        ink.stroke(
          curve([
            [x + s * rx, eyeLine - 3],
            [s * (half + 2), eyeLine - 5],
          ]),
          1.5,
          'none',
        );
      }
      ink.stroke(
        curve([
          [middle - half * 0.47 + rx, eyeLine - 2],
          [middle + turn * 6, eyeLine - 5],
          [middle + half * 0.47 - rx, eyeLine - 2],
        ]),
        1.5,
        'none',
      );
      break;
    }
    case 'beret': {
      const s = random.pick([-1, 1]);
      const hat = curve(
        [
          [-s * wide * 0.92, -44],
          [-s * wide * 0.7, up + 8],
          [s * wide * 0.2, up - 28],
          [s * wide * 1.2, up - 4],
          [s * wide * 1.3, -44],
          [s * wide * 0.85, -48],
          [0, -66],
        ],
        true,
      );
      ink.area(hat, palette.accent, { outline: 1.1, tones: shadow(hat, palette.accent) });
      ink.stroke(
        curve([
          [s * wide * 0.2, up - 27],
          [s * wide * 0.2 + 3, up - 40],
        ]),
        2.4,
        'none',
      );
      break;
    }
    case 'cap': {
      const crown = curve(
        [
          [-wide * 1.02, -36, 'corner'],
          [-wide * 0.96, -78],
          [-wide * 0.4, up - 12],
          [wide * 0.4, up - 12],
          [wide * 0.96, -78],
          [wide * 1.02, -36, 'corner'],
          [0, -52],
        ],
        true,
      );
      ink.area(crown, palette.accent, { outline: 1.1, tones: shadow(crown, palette.accent) });
      ink.stroke(
        curve([
          [turn * 18, up - 12],
          [turn * 30, -80],
          [turn * 34, -52],
        ]),
        0.8,
      );
      const x = turn * 40;
      const brim = curve(
        [
          [x - wide * 0.82, -44, 'corner'],
          [x, -56],
          [x + wide * 0.82, -44, 'corner'],
          [x + wide * 0.78, -22],
          [x, -26],
          [x - wide * 0.78, -22],
        ],
        true,
      );
      ink.area(brim, palette.accent, {
        outline: 1.1,
        tones: shaded ? [{ points: moved(brim, 0, 12), color: palette.shadow(palette.accent) }] : [],
      });
      break;
    }
    case 'witch hat': {
      const lean = random.uniform(-40, 40);
      const cone = curve(
        [
          [-wide * 0.9, -46, 'corner'],
          [-wide * 0.55, up - 8],
          [-wide * 0.25 + lean * 0.4, up - 60],
          [lean + 8, up - 104, 'corner'],
          [wide * 0.3 + lean * 0.3, up - 54],
          [wide * 0.6, up - 4],
          [wide * 0.9, -46, 'corner'],
          [0, -60],
        ],
        true,
      );
      ink.area(cone, palette.accent, { outline: 1.1, tones: shadow(cone, palette.accent) });
      const band = curve(
        [
          [-wide * 0.88, -52, 'corner'],
          [0, -68],
          [wide * 0.88, -52, 'corner'],
          [wide * 0.78, -74, 'corner'],
          [0, -92],
          [-wide * 0.78, -74, 'corner'],
        ],
        true,
      );
      ink.area(band, palette.leather);
      const brim = curve(
        [
          [-wide * 1.6, -34],
          [-wide * 0.8, -58],
          [0, -68],
          [wide * 0.8, -58],
          [wide * 1.6, -34],
          [wide * 0.7, -30],
          [0, -42],
          [-wide * 0.7, -30],
        ],
        true,
      );
      ink.area(brim, palette.accent, {
        outline: 1.2,
        tones: shaded ? [{ points: moved(brim, 0, 14), color: palette.shadow(palette.accent) }] : [],
      });
      break;
    }
    case 'headband': {
      const tall = random.uniform(5, 17);
      const rise = random.uniform(-4, 12); // how far back on the head
      const band: Point[] = [
        ...ellipse(turn * 3, -4, wide - 1, 78 + hair.volume + rise, 192, 348),
        ...ellipse(turn * 3, -4 + tall * 0.4, wide - 1.5, 78 + hair.volume + rise - tall, 196, 344).reverse(),
      ];
      ink.area(band, palette.accent, { tones: shadow(band, palette.accent) });
      if (random.chance(0.3))
        bow(ink, [random.pick([-1, 1]) * half * 0.6, -68 - hair.volume * 0.6], 18, palette, shaded);
      break;
    }
    case 'bow':
      bow(ink, [random.pick([-1, 1]) * half * 0.72, -74 - hair.volume * 0.6], 24, palette, shaded);
      break;
    case 'headphones':
      drawHeadphones(worn);
      break;
    case 'broad hat':
      drawBroadHat(worn);
      break;
    case 'knit cap':
      drawKnitCap(worn);
      break;
    case 'earrings':
      drawEarrings(ink, head, palette, random);
      break;
    case 'hairpins':
      drawHairpins(ink, head, palette, random);
      break;
    case 'flower': {
      const s = random.pick([-1, 1]);
      const [x, y] = [s * half * 0.86, -42];
      for (let k = 0; k < 5; k++) {
        const angle = (k / 5) * 2 * Math.PI + 0.3;
        ink.area(ellipse(x + 12 * Math.cos(angle), y + 12 * Math.sin(angle), 10, 9), palette.accent, { outline: 0.9 });
      }
      ink.area(ellipse(x, y, 6.5, 6.5), '#f2c94c', { outline: 0.9 });
      break;
    }
    case 'crown': {
      const y = up + 14;
      const knots: Knot[] = [
        [-40, y + 8, 'corner'],
        [0, y + 1],
        [40, y + 8, 'corner'],
        [48, y - 30, 'corner'],
        [22, y - 14, 'corner'],
        [0, y - 44, 'corner'],
        [-22, y - 14, 'corner'],
        [-48, y - 30, 'corner'],
      ];
      const crown = curve(knots, true);
      ink.area(crown, '#f0c23b', {
        tones: ownShadow(worn, crown, '#f0c23b', 34, 4),
      });
      ink.area(ellipse(0, y - 12, 5.5, 6.5), palette.accent, { outline: 0.8 });
      for (const s of [-1, 1]) ink.area(ellipse(s * 26, y - 6, 3.6, 4), palette.accent, { outline: 0.7 });
      break;
    }
    default:
      break;
  }
}

/** A scarf over the collar, below the chin. */
export function drawScarf(ink: Inker, head: Head, palette: CharacterPalette, random: Random, shaded: boolean): void {
  const { chin, turn } = head;
  const s = random.pick([-1, 1]);
  const tone = (points: readonly Point[]) => ownShadow({ ink, palette, shaded }, points, palette.accent, 22, 8);
  const end = curve(
    [
      [s * 16, chin + 34, 'corner'],
      [s * 44, chin + 30],
      [s * 52, chin + 120, 'corner'],
      [s * 20, chin + 126, 'corner'],
    ],
    true,
  );
  ink.area(end, palette.accent, { tones: tone(end) });
  for (let k = 0; k < 4; k++)
    ink.stroke(
      curve([
        [s * (24 + k * 8), chin + 112],
        [s * (25 + k * 8), chin + 123],
      ]),
      0.7,
    );
  const wrap = curve(
    [
      [turn * 8 - 52, chin + 2],
      [turn * 10, chin + 14],
      [turn * 8 + 52, chin + 2],
      [62, chin + 26],
      [34, chin + 48],
      [-30, chin + 50],
      [-62, chin + 26],
    ],
    true,
  );
  ink.area(wrap, palette.accent, { outline: 1.1, tones: tone(wrap) });
  ink.stroke(
    curve([
      [-44, chin + 16],
      [-8, chin + 32],
      [30, chin + 32],
    ]),
    0.9,
  );
}
