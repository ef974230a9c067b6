import type { Random } from '../../../vision/random.js';
import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import type { Head } from './head.js';
import type { Inker } from './inker.js';
import type { CharacterPalette } from './palette.js';

export type Garment = 'tee' | 'turtleneck' | 'shirt' | 'hoodie' | 'sailor' | 'jacket' | 'dress' | 'kimono' | 'apron';

export interface Body {
  readonly garment: Garment;
  /** Half the width of the shoulders. */
  readonly shoulder: number;
  /** y of the shoulders' top. */
  readonly top: number;
  /** Half the width of the neck. */
  readonly neck: number;
  readonly bottom: number;
  readonly pattern: 'plain' | 'stripes' | 'dots' | 'print';
}

export function makeBody(head: Head, random: Random): Body {
  const shoulder = random.uniform(72, 104);
  return {
    garment: random.pick<Garment>([
      'tee',
      'turtleneck',
      'shirt',
      'hoodie',
      'sailor',
      'jacket',
      'dress',
      'kimono',
      'apron',
    ]),
    shoulder,
    top: head.chin + random.uniform(26, 37),
    neck: random.uniform(17, 23) * (shoulder > 92 ? 1.2 : 1),
    bottom: 420,
    pattern: random.pick(['plain', 'plain', 'plain', 'stripes', 'dots', 'print']),
  };
}

/** Neck, shoulders, arms and clothes, down past the waist. */
export function drawBody(
  ink: Inker,
  head: Head,
  body: Body,
  palette: CharacterPalette,
  random: Random,
  shaded: boolean,
): void {
  const { shoulder, top, neck, bottom, garment } = body;
  const nx = head.turn * 5;
  const away = -ink.light;
  const bare = garment === 'dress' || garment === 'tee' || garment === 'apron';
  const dark = palette.shadow(palette.cloth);
  const waist = shoulder * 0.68;

  if (garment === 'hoodie') {
    const hood = curve(
      [
        [-shoulder * 0.72, top + 16],
        [-shoulder * 0.66, top - 22],
        [-shoulder * 0.3, top - 40],
        [0, top - 44],
        [shoulder * 0.3, top - 40],
        [shoulder * 0.66, top - 22],
        [shoulder * 0.72, top + 16],
        [0, top + 40],
      ],
      true,
    );
    ink.area(hood, dark);
  }

  // Arms first: the trunk's side lies over them.
  for (const s of [-1, 1] as const) {
    const elbow = top + random.uniform(150, 175);
    const outer = shoulder * random.uniform(1.1, 1.26);
    const arm = curve(
      [
        [s * shoulder * 0.62, top + 6],
        [s * shoulder * 0.98, top + 14],
        [s * outer * 1.02, top + 52],
        [s * outer * 1.08, elbow],
        [s * outer * 0.96, bottom],
        [s * outer * 0.66, bottom],
        [s * outer * 0.72, elbow - 6],
        [s * shoulder * 0.62, top + 70],
      ],
      true,
    );
    const sleeve = bare ? random.uniform(40, 70) : 0;
    const armColor = bare ? palette.skin : palette.cloth;
    ink.area(arm, armColor, {
      tones: shaded ? [{ points: moved(arm, away * shoulder * 0.24, 4), color: palette.shadow(armColor) }] : [],
    });
    if (bare && garment !== 'dress') {
      const cuff = top + sleeve;
      const cap = curve(
        [
          [s * shoulder * 0.5, top + 2],
          [s * shoulder * 0.98, top + 12],
          [s * outer * 1.1, cuff - 4, 'corner'],
          [s * shoulder * 0.9, cuff + 8],
          [s * shoulder * 0.58, cuff + 6, 'corner'],
        ],
        true,
      );
      ink.area(cap, palette.cloth, {
        tones: shaded ? [{ points: moved(cap, away * shoulder * 0.3, 6), color: dark }] : [],
      });
    }
    if (!bare) {
      ink.stroke(
        curve([
          [s * outer * 0.74, elbow - 8],
          [s * outer * 0.86, elbow - 3],
          [s * outer * 0.96, elbow - 10],
        ]),
        0.8,
      );
      ink.stroke(
        curve([
          [s * outer * 0.72, elbow + 4],
          [s * outer * 0.84, elbow + 10],
        ]),
        0.8,
      );
    }
  }

  const throat: Knot[] = [
    [nx - neck, head.chin - 30],
    [nx - neck * 0.95, top - 16],
    [-shoulder * 0.5, top + 6],
    [-10, top + 84],
    [10, top + 84],
    [shoulder * 0.5, top + 6],
    [nx + neck * 0.95, top - 16],
    [nx + neck, head.chin - 30],
  ];
  ink.area(curve(throat, true), palette.skin, {
    tones: shaded ? [{ points: moved(head.face, away * 3, 15), color: palette.shadow(palette.skin) }] : [],
  });
  if (garment !== 'turtleneck') {
    ink.stroke(
      curve([
        [-shoulder * 0.3, top + 14],
        [-8, top + 19],
      ]),
      0.7,
    );
    ink.stroke(
      curve([
        [shoulder * 0.3, top + 14],
        [8, top + 19],
      ]),
      0.7,
    );
  }

  const trunk = (neckline: readonly Knot[], wide = 1): Point[] =>
    curve(
      [
        ...neckline,
        [shoulder * 0.86 * wide, top + 8],
        [shoulder * 0.99 * wide, top + 28],
        [shoulder * 0.82 * wide, top + 84],
        [waist * wide, top + 170],
        [shoulder * 0.86 * wide, bottom],
        [-shoulder * 0.86 * wide, bottom],
        [-waist * wide, top + 170],
        [-shoulder * 0.82 * wide, top + 84],
        [-shoulder * 0.99 * wide, top + 28],
        [-shoulder * 0.86 * wide, top + 8],
      ],
      true,
    );
  const sideTone = (color: string) =>
    shaded
      ? [
          {
            points: curve(
              [
                [away * shoulder * 1.3, top - 20],
                [away * shoulder * 0.5, top + 8],
                [away * shoulder * 0.44, top + 90],
                [away * waist * 0.3, top + 180],
                [away * shoulder * 0.5, bottom],
                [away * shoulder * 1.3, bottom],
              ],
              true,
            ),
            color,
          },
          {
            points: curve(
              [
                [-12, top + 76],
                [shoulder * 0.5, top + 92],
                [shoulder * 0.7, top + 74],
                [shoulder * 0.3, top + 106],
                [-10, top + 96],
              ],
              true,
            ),
            color,
          },
        ]
      : [];
  const open = shoulder * 0.42;
  const roundNeck: Knot[] = [
    [-open, top - 2, 'corner'],
    [-open * 0.6, top + 20],
    [0, top + 31],
    [open * 0.6, top + 20],
    [open, top - 2, 'corner'],
  ];
  const deepNeck: Knot[] = [
    [-open, top - 3, 'corner'],
    [-open * 0.4, top + 40],
    [0, top + 70, 'corner'],
    [open * 0.4, top + 40],
    [open, top - 3, 'corner'],
  ];
  const high: Knot[] = [
    [-neck * 1.3, top - 12, 'corner'],
    [0, top - 2],
    [neck * 1.3, top - 12, 'corner'],
  ];

  const patterned = (shape: readonly Point[], color: string) => {
    if (body.pattern === 'plain') return;
    ink.inside(shape, () => {
      if (body.pattern === 'stripes') {
        const step = random.uniform(22, 42);
        for (let y = top + random.uniform(26, 60); y < bottom; y += step) {
          ink.area(
            curve(
              [
                [-shoulder * 1.2, y],
                [0, y + 9],
                [shoulder * 1.2, y],
                [shoulder * 1.2, y + step * 0.42],
                [0, y + 9 + step * 0.42],
                [-shoulder * 1.2, y + step * 0.42],
              ],
              true,
            ),
            color,
            { outline: 0.7 },
          );
        }
      } else if (body.pattern === 'dots') {
        for (let y = top + 30, row = 0; y < bottom; y += 34, row++) {
          for (let x = -shoulder + (row % 2) * 19; x < shoulder; x += 38)
            ink.area(ellipse(x, y, 6.5, 6.5), color, { outline: 0.7 });
        }
      } else {
        const [px, py, r] = [random.normal(0, 6), top + random.uniform(80, 105), random.uniform(17, 27)];
        const star = Array.from({ length: 10 }, (_, k): Knot => {
          const angle = (k / 10) * 2 * Math.PI - Math.PI / 2;
          const reach = k % 2 ? r * 0.46 : r;
          return [px + reach * Math.cos(angle), py + reach * Math.sin(angle), 'corner'];
        });
        const heart: Knot[] = [
          [px, py + r, 'corner'],
          [px - r, py - r * 0.1],
          [px - r * 0.5, py - r * 0.75],
          [px, py - r * 0.3, 'corner'],
          [px + r * 0.5, py - r * 0.75],
          [px + r, py - r * 0.1],
        ];
        ink.area(curve(random.chance(0.5) ? star : random.chance(0.5) ? heart : ellipse(px, py, r, r), true), color, {
          outline: 0.9,
        });
      }
    });
  };

  switch (garment) {
    case 'tee':
    case 'dress':
    case 'apron': {
      const straps: Knot[] = [
        [-shoulder * 0.72, top + 1, 'corner'],
        [-shoulder * 0.5, top + 38],
        [0, top + 50],
        [shoulder * 0.5, top + 38],
        [shoulder * 0.72, top + 1, 'corner'],
      ];
      const shape = trunk(garment === 'dress' ? straps : roundNeck);
      patterned(ink.area(shape, palette.cloth, { tones: sideTone(dark) }), palette.trim);
      if (garment === 'tee')
        ink.stroke(
          curve([
            [-open * 1.14, top],
            [-open * 0.66, top + 26],
            [0, top + 38],
            [open * 0.66, top + 26],
            [open * 1.14, top],
          ]),
          0.8,
        );
      if (garment === 'apron') {
        const bib = curve(
          [
            [-shoulder * 0.42, top + 62, 'corner'],
            [shoulder * 0.42, top + 62, 'corner'],
            [shoulder * 0.5, top + 150],
            [shoulder * 0.8, bottom],
            [-shoulder * 0.8, bottom],
            [-shoulder * 0.5, top + 150],
          ],
          true,
        );
        for (const s of [-1, 1])
          ink.area(
            curve(
              [
                [s * shoulder * 0.28, top + 64],
                [s * shoulder * 0.42, top + 64],
                [s * open * 1.25, top + 4],
                [s * open * 0.95, top],
              ],
              true,
            ),
            palette.trim,
          );
        ink.area(bib, palette.trim, { tones: sideTone(palette.shadow(palette.trim)) });
        ink.area(
          curve(
            [
              [-26, top + 120, 'corner'],
              [26, top + 120, 'corner'],
              [24, top + 160],
              [0, top + 166],
              [-24, top + 160],
            ],
            true,
          ),
          palette.trim,
        );
      }
      break;
    }
    case 'turtleneck': {
      const shape = trunk(high);
      patterned(ink.area(shape, palette.cloth, { tones: sideTone(dark) }), palette.trim);
      const collar = curve(
        [
          [nx - neck * 1.15, head.chin - 2],
          [nx - neck * 1.35, top - 2],
          [0, top + 12],
          [nx + neck * 1.35, top - 2],
          [nx + neck * 1.15, head.chin - 2],
          [nx, head.chin + 8],
        ],
        true,
      );
      ink.area(collar, palette.cloth, { tones: shaded ? [{ points: moved(head.face, 0, 12), color: dark }] : [] });
      for (let k = -3; k <= 3; k++)
        ink.stroke(
          curve([
            [nx + k * neck * 0.33, head.chin + 9],
            [nx + k * neck * 0.36, top + 3],
          ]),
          0.6,
        );
      break;
    }
    case 'shirt': {
      const shape = trunk(deepNeck);
      patterned(ink.area(shape, palette.cloth, { tones: sideTone(dark) }), palette.trim);
      ink.stroke(
        curve([
          [0, top + 68],
          [2, top + 160],
          [0, bottom],
        ]),
        0.9,
        'none',
      );
      for (let y = top + 96; y < bottom; y += 42) ink.area(ellipse(8, y, 3.4, 3.4), palette.trim, { outline: 0.7 });
      if (random.chance(0.5)) {
        const tie = curve(
          [
            [-8, top + 46, 'corner'],
            [8, top + 46, 'corner'],
            [6, top + 60],
            [15, top + 150],
            [0, top + 170, 'corner'],
            [-15, top + 150],
            [-6, top + 60],
          ],
          true,
        );
        ink.area(tie, palette.accent, {
          tones: shaded ? [{ points: moved(tie, away * 9, 0), color: palette.shadow(palette.accent) }] : [],
        });
        ink.stroke(
          curve([
            [-8, top + 61],
            [8, top + 60],
          ]),
          0.8,
        );
      }
      collarFlaps(ink, top, open, palette.collar);
      break;
    }
    case 'sailor': {
      const shape = trunk(deepNeck);
      ink.area(shape, palette.cloth, { tones: sideTone(dark) });
      for (const s of [-1, 1] as const) {
        const flap = curve(
          [
            [s * open * 0.8, top - 8, 'corner'],
            [s * shoulder * 0.8, top + 10],
            [s * shoulder * 0.74, top + 52, 'corner'],
            [s * open * 0.4, top + 66],
            [0, top + 84, 'corner'],
            [s * open * 0.36, top + 36],
          ],
          true,
        );
        ink.area(flap, palette.trim, {
          tones:
            shaded && s === away ? [{ points: moved(flap, away * 12, 8), color: palette.shadow(palette.trim) }] : [],
        });
        ink.stroke(
          curve([
            [s * shoulder * 0.72, top + 12],
            [s * shoulder * 0.66, top + 46],
            [s * open * 0.38, top + 58],
          ]),
          0.7,
          'none',
        );
      }
      bow(ink, [0, top + 84], 26, palette, shaded);
      break;
    }
    case 'hoodie': {
      const shape = trunk(roundNeck, 1.04);
      patterned(ink.area(shape, palette.cloth, { tones: sideTone(dark) }), palette.trim);
      const rim = curve(
        [
          [-open * 1.3, top - 14],
          [-open * 0.9, top + 18],
          [0, top + 46],
          [open * 0.9, top + 18],
          [open * 1.3, top - 14],
          [open * 0.95, top - 12],
          [open * 0.5, top + 14],
          [0, top + 24],
          [-open * 0.5, top + 14],
          [-open * 0.95, top - 12],
        ],
        true,
      );
      ink.area(rim, palette.cloth, { tones: shaded ? [{ points: moved(rim, 0, 10), color: dark }] : [] });
      for (const s of [-1, 1]) {
        const cord = curve(
          [
            [s * 14, top + 36],
            [s * 16, top + 60],
            [s * 13, top + 92],
            [s * 17, top + 92],
            [s * 20, top + 60],
            [s * 18, top + 35],
          ],
          true,
        );
        ink.area(cord, palette.trim, { outline: 0.8 });
      }
      const pocket: Knot[] = [
        [-shoulder * 0.42, top + 160, 'corner'],
        [shoulder * 0.42, top + 160, 'corner'],
        [shoulder * 0.56, top + 210],
        [shoulder * 0.56, bottom, 'corner'],
        [-shoulder * 0.56, bottom, 'corner'],
        [-shoulder * 0.56, top + 210],
      ];
      ink.area(curve(pocket, true), palette.cloth, { outline: 0.8, tones: sideTone(dark) });
      break;
    }
    case 'jacket': {
      const inner = trunk(random.chance(0.5) ? roundNeck : deepNeck);
      ink.area(inner, palette.trim, {
        tones: shaded ? [{ points: moved(head.face, away * 4, 44), color: palette.shadow(palette.trim) }] : [],
      });
      for (const s of [-1, 1] as const) {
        const half = curve(
          [
            [s * open, top - 5, 'corner'],
            [s * shoulder * 0.86, top + 8],
            [s * shoulder * 1.02, top + 30],
            [s * shoulder * 0.85, top + 90],
            [s * (waist + 6), top + 170],
            [s * shoulder * 0.95, bottom, 'corner'],
            [s * 26, bottom, 'corner'],
            [s * 20, top + 180],
            [s * 26, top + 100],
            [s * open * 0.62, top + 40],
          ],
          true,
        );
        ink.area(half, palette.cloth, {
          tones: shaded ? [{ points: moved(half, away * shoulder * 0.5, 0), color: dark }] : [],
        });
        const lapel = curve(
          [
            [s * open, top - 9, 'corner'],
            [s * open * 1.5, top + 22, 'corner'],
            [s * open * 1.1, top + 44, 'corner'],
            [s * open * 1.34, top + 58, 'corner'],
            [s * 24, top + 120, 'corner'],
            [s * open * 0.55, top + 44],
          ],
          true,
        );
        ink.area(lapel, palette.cloth, { tones: shaded && s === away ? [{ points: lapel, color: dark }] : [] });
      }
      break;
    }
    case 'kimono': {
      const shape = trunk(deepNeck, 1.05);
      patterned(ink.area(shape, palette.cloth, { tones: sideTone(dark) }), palette.accent);
      for (const s of [-1, 1] as const) {
        const band = curve(
          [
            [s * open * 0.7, top - 22],
            [s * open * 1.2, top - 8],
            [s * -2, top + 118, 'corner'],
            [s * -20, top + 128, 'corner'],
            [s * open * 0.35, top + 30],
          ],
          true,
        );
        ink.area(band, palette.trim, {
          tones: shaded ? [{ points: moved(band, away * 10, 4), color: palette.shadow(palette.trim) }] : [],
        });
      }
      ink.area(
        curve(
          [
            [-shoulder, top + 142, 'corner'],
            [0, top + 150],
            [shoulder, top + 142, 'corner'],
            [shoulder, top + 208, 'corner'],
            [0, top + 216],
            [-shoulder, top + 208, 'corner'],
          ],
          true,
        ).filter(([x]) => Math.abs(x) < shoulder * 0.8),
        palette.accent,
        {
          tones: shaded
            ? [
                {
                  points: curve(
                    [
                      [away * 20, top + 130],
                      [away * shoulder, top + 130],
                      [away * shoulder, top + 230],
                      [away * 34, top + 230],
                    ],
                    true,
                  ),
                  color: palette.shadow(palette.accent),
                },
              ]
            : [],
        },
      );
      break;
    }
  }
  // Folds under the arms.
  for (const s of [-1, 1]) {
    ink.stroke(
      curve([
        [s * shoulder * 0.8, top + 66],
        [s * shoulder * 0.66, top + 80],
        [s * shoulder * 0.5, top + 86],
      ]),
      0.8,
    );
    if (random.chance(0.6))
      ink.stroke(
        curve([
          [s * waist * 0.96, top + 158],
          [s * waist * 0.7, top + 166],
          [s * waist * 0.5, top + 164],
        ]),
        0.8,
      );
  }
}

function collarFlaps(ink: Inker, top: number, open: number, color: string): void {
  for (const s of [-1, 1]) {
    ink.area(
      curve(
        [
          [s * open * 0.55, top - 22, 'corner'],
          [s * open * 1.15, top - 4],
          [s * open * 1.02, top + 40, 'corner'],
          [s * 8, top + 50, 'corner'],
          [s * open * 0.42, top + 6],
        ],
        true,
      ),
      color,
    );
  }
}

/** A ribbon bow. */
export function bow(ink: Inker, [x, y]: Point, size: number, palette: CharacterPalette, shaded: boolean): void {
  for (const s of [-1, 1]) {
    const tail = curve(
      [
        [x + s * 2, y + 2],
        [x + s * size * 0.5, y + size * 1.3, 'corner'],
        [x + s * size * 0.1, y + size * 1.5, 'corner'],
        [x - s * 1, y + 6],
      ],
      true,
    );
    ink.area(tail, palette.accent);
    const wing = curve(
      [
        [x, y, 'corner'],
        [x + s * size * 0.8, y - size * 0.55],
        [x + s * size * 1.15, y - size * 0.3],
        [x + s * size * 1.1, y + size * 0.4],
        [x + s * size * 0.7, y + size * 0.5],
      ],
      true,
    );
    ink.area(wing, palette.accent, {
      tones: shaded ? [{ points: moved(wing, 0, size * 0.6), color: palette.shadow(palette.accent) }] : [],
    });
    ink.stroke(
      curve([
        [x + s * 4, y],
        [x + s * size * 0.5, y - 2],
      ]),
      0.7,
    );
  }
  ink.area(ellipse(x, y, size * 0.26, size * 0.3), palette.accent);
}
