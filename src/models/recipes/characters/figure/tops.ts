import type { Random } from '../../../../vision/random.js';
import { bow } from '../clothes.js';
import { curve, ellipse, type Knot, moved, type Point } from '../curves.js';
import type { Head } from '../head.js';
import type { Inker, Shade } from '../inker.js';
import type { CharacterPalette } from '../palette.js';
import type { Outfit } from './outfit.js';
import type { Skeleton } from './skeleton.js';
import type { Torso } from './torso.js';

/** What is drawn of a trunk: the parts of one figure that each garment needs. */
export interface Dressing {
  readonly ink: Inker;
  readonly head: Head;
  readonly body: Skeleton;
  readonly torso: Torso;
  readonly outfit: Outfit;
  readonly palette: CharacterPalette;
  readonly random: Random;
  readonly shaded: boolean;
  readonly shade: Shade;
}

/** Neck and chest, bare. */
export function drawThroat({ ink, head, body, torso, palette, shaded, random }: Dressing): void {
  const { neck, top } = body;
  const nx = body.spine[0];
  const lift = Math.min(16, (top - head.chin) * 0.5);
  const throat: Knot[] = [
    [nx - neck, head.chin - 30],
    [nx - neck * 0.95, top - lift],
    torso.knot(-0.55, -0.01),
    torso.knot(-0.9, 0.05),
    torso.knot(-0.9, 0.2),
    torso.knot(-0.8, 0.5),
    torso.knot(0.8, 0.5),
    torso.knot(0.9, 0.2),
    torso.knot(0.9, 0.05),
    torso.knot(0.55, -0.01),
    [nx + neck * 0.95, top - lift],
    [nx + neck, head.chin - 30],
  ];
  ink.area(curve(throat, true), palette.skin, {
    tones: shaded ? [{ points: moved(head.face, -ink.light * 3, 13), color: palette.shadow(palette.skin) }] : [],
  });
  if (random.chance(0.7)) {
    for (const s of [-1, 1]) ink.stroke(torso.line([s * 0.42, 0.05], [s * 0.1, 0.09]), 0.7);
  }
}

/** The garment on the trunk, without its sleeves. */
export function drawTop(dressing: Dressing): void {
  const { ink, head, body, torso, outfit, palette, random, shade } = dressing;
  const color = outfit.layer === 'none' ? palette.cloth : palette.trim;
  const other = outfit.layer === 'none' ? palette.trim : palette.cloth;
  const tucked = outfit.lower === 'none' || outfit.top === 'dress' || outfit.lower === 'skirt';
  const hem = tucked ? 0.63 : outfit.top === 'hoodie' ? 0.95 : random.uniform(0.66, 0.95);
  const wide = 0.46;
  const neckline =
    outfit.top === 'tank' || (outfit.top === 'dress' && outfit.sleeve === 0)
      ? random.chance(0.5)
        ? torso.round(0.68, random.uniform(0.16, 0.26))
        : torso.vee(0.66, random.uniform(0.2, 0.3))
      : outfit.top === 'turtleneck'
        ? torso.round(0.34, -0.02)
        : outfit.top === 'shirt' || outfit.top === 'sailor' || outfit.top === 'robe'
          ? torso.vee(wide, outfit.top === 'shirt' ? 0.16 : 0.28)
          : random.chance(0.7)
            ? torso.round(wide, random.uniform(0.06, 0.18))
            : torso.vee(wide, random.uniform(0.14, 0.24));
  const shape = torso.shape(neckline, hem, outfit.top === 'hoodie' ? 1.08 : 1.02);
  const drawn = ink.area(shape, color, { tones: shade(shape, color) });
  if (outfit.layer === 'none') drawPattern(dressing, drawn, other);
  drawFolds(dressing, hem);
  switch (outfit.top) {
    case 'shirt':
      ink.stroke(torso.line([0, 0.16], [0.02, 0.4], [0, hem]), 0.8, 'none');
      for (let v = 0.22; v < hem - 0.04; v += 0.11)
        ink.area(ellipse(...torso.at(0.05, v), body.shoulder * 0.035, body.shoulder * 0.035), palette.collar, {
          outline: 0.7,
        });
      drawNeckwear(dressing);
      for (const s of [-1, 1]) {
        ink.area(
          curve(
            [
              torso.knot(s * 0.28, -0.11, true),
              torso.knot(s * 0.5, -0.04),
              torso.knot(s * 0.44, 0.12, true),
              torso.knot(s * 0.05, 0.16, true),
              torso.knot(s * 0.22, 0),
            ],
            true,
          ),
          palette.collar,
        );
      }
      break;
    case 'sailor':
      for (const s of [-1, 1] as const) {
        const flap = curve(
          [
            torso.knot(s * 0.36, -0.08, true),
            torso.knot(s * 0.82, 0.01),
            torso.knot(s * 0.76, 0.2, true),
            torso.knot(s * 0.4, 0.23),
            torso.knot(0, 0.31, true),
            torso.knot(s * 0.22, 0.12),
          ],
          true,
        );
        ink.area(flap, palette.trim, { tones: shade(flap, palette.trim) });
        ink.stroke(torso.line([s * 0.74, 0.03], [s * 0.68, 0.17], [s * 0.38, 0.2]), 0.7, 'none');
      }
      drawNeckwear(dressing);
      break;
    case 'turtleneck': {
      const { neck, top } = body;
      const nx = body.spine[0];
      const collar = curve(
        [
          [nx - neck * 1.12, head.chin - 4],
          [nx - neck * 1.3, top],
          [nx, top + (body.crotch - top) * 0.035],
          [nx + neck * 1.3, top],
          [nx + neck * 1.12, head.chin - 4],
          [nx, head.chin + 4],
        ],
        true,
      );
      ink.area(collar, color, { tones: shade(collar, color) });
      for (let k = -2; k <= 2; k++)
        ink.stroke(
          curve([
            [nx + k * neck * 0.42, Math.min(top, head.chin + 7)],
            [nx + k * neck * 0.46, top + 2],
          ]),
          0.6,
        );
      break;
    }
    case 'hoodie': {
      const rim = curve(
        [
          torso.knot(-0.6, -0.09),
          torso.knot(-0.5, 0.03),
          torso.knot(0, 0.17),
          torso.knot(0.5, 0.03),
          torso.knot(0.6, -0.09),
          torso.knot(0.44, -0.08),
          torso.knot(0.3, 0.02),
          torso.knot(0, 0.08),
          torso.knot(-0.3, 0.02),
          torso.knot(-0.44, -0.08),
        ],
        true,
      );
      ink.area(rim, color, { tones: shade(rim, color) });
      for (const s of [-1, 1])
        ink.area(torso.patch([s * 0.1, 0.13], [s * 0.15, 0.13], [s * 0.17, 0.34], [s * 0.11, 0.34]), palette.trim, {
          outline: 0.8,
        });
      ink.area(
        curve(
          [
            torso.knot(-0.4, 0.62, true),
            torso.knot(0.4, 0.62, true),
            torso.knot(0.62, 0.76),
            torso.knot(0.62, 0.88, true),
            torso.knot(-0.62, 0.88, true),
            torso.knot(-0.62, 0.76),
          ],
          true,
        ),
        color,
        { outline: 0.9 },
      );
      break;
    }
    case 'tee':
      if (random.chance(0.6))
        ink.stroke(curve(neckline.map(([x, y]): Point => [x * 1.03, y + (body.crotch - body.top) * 0.03])), 0.8);
      break;
    case 'dress':
      if (outfit.sleeve > 0 && random.chance(0.5)) {
        for (const s of [-1, 1]) {
          ink.area(
            curve(
              [
                torso.knot(s * 0.3, -0.1, true),
                torso.knot(s * 0.62, 0),
                torso.knot(s * 0.5, 0.14),
                torso.knot(s * 0.04, 0.17, true),
                torso.knot(s * 0.1, 0.08),
              ],
              true,
            ),
            palette.collar,
          );
        }
        if (random.chance(0.6)) bow(ink, torso.at(0, 0.17), body.shoulder * 0.2, palette, dressing.shaded);
      }
      break;
    case 'robe':
      for (const s of [1, -1] as const) {
        const collar = curve(
          [
            torso.knot(s * 0.3, -0.12),
            torso.knot(s * 0.54, -0.04),
            torso.knot(s * -0.06, 0.4, true),
            torso.knot(s * -0.24, 0.42, true),
            torso.knot(s * 0.24, 0.08),
          ],
          true,
        );
        ink.area(collar, palette.trim, { tones: shade(collar, palette.trim) });
      }
      break;
    default:
      break;
  }
}

function drawNeckwear({ ink, body, torso, outfit, palette, shaded, shade }: Dressing): void {
  if (outfit.neckwear === 'bow')
    bow(ink, torso.at(0, outfit.top === 'sailor' ? 0.31 : 0.16), body.shoulder * 0.26, palette, shaded);
  if (outfit.neckwear !== 'tie') return;
  const tie = torso.patch(
    [-0.08, 0.12],
    [0.08, 0.12],
    [0.06, 0.18],
    [0.15, 0.5],
    [0, 0.58],
    [-0.15, 0.5],
    [-0.06, 0.18],
  );
  ink.area(tie, palette.accent, { tones: shade(tie, palette.accent) });
  ink.stroke(torso.line([-0.07, 0.185], [0.07, 0.18]), 0.8);
}

function drawPattern({ ink, body, torso, outfit, random }: Dressing, shape: readonly Point[], color: string): void {
  if (outfit.pattern === 'plain') return;
  ink.inside(shape, () => {
    if (outfit.pattern === 'stripes') {
      const step = random.uniform(0.09, 0.18);
      for (let v = random.uniform(0.1, 0.25); v < 1; v += step) {
        const edge = (at: number): Knot[] => [torso.knot(-1.2, at), torso.knot(0, at + 0.02), torso.knot(1.2, at)];
        const lower = edge(v + step * 0.42).reverse();
        ink.area(curve([...edge(v), ...lower], true), color, { outline: 0.7 });
      }
    } else if (outfit.pattern === 'dots') {
      const r = body.shoulder * random.uniform(0.05, 0.09);
      for (let v = 0.1, row = 0; v < 1; v += 0.1, row++) {
        for (let u = -0.9 + (row % 2) * 0.2; u < 1; u += 0.4)
          ink.area(ellipse(...torso.at(u, v), r, r), color, { outline: 0.7 });
      }
    } else {
      const [x, y] = torso.at(random.normal(0, 0.05), random.uniform(0.26, 0.36));
      const r = body.shoulder * random.uniform(0.18, 0.3);
      const star = Array.from({ length: 10 }, (_, k): Knot => {
        const angle = (k / 10) * 2 * Math.PI - Math.PI / 2;
        const out = k % 2 ? r * 0.46 : r;
        return [x + out * Math.cos(angle), y + out * Math.sin(angle), 'corner'];
      });
      ink.area(random.chance(0.5) ? curve(star, true) : ellipse(x, y, r, r), color, { outline: 0.9 });
    }
  });
}

function drawFolds({ ink, torso, random }: Dressing, hem: number): void {
  for (const s of [-1, 1]) {
    ink.stroke(torso.line([s * 0.92, 0.24], [s * 0.74, 0.3], [s * 0.56, 0.31]), 0.8);
    if (hem > 0.6 && random.chance(0.6))
      ink.stroke(torso.line([s * 0.98, 0.58], [s * 0.7, 0.6], [s * 0.46, 0.58]), 0.8);
    if (random.chance(0.3)) ink.stroke(torso.line([s * 0.5, 0.32], [s * 0.45, 0.44], [s * 0.5, 0.54]), 0.7);
  }
}

/** A jacket, coat, cardigan or vest, open or buttoned. */
export function drawLayer({ ink, body, torso, outfit, palette, random, shade }: Dressing): void {
  const { layer } = outfit;
  if (layer === 'none') return;
  const hem =
    layer === 'coat'
      ? random.uniform(1.35, 1.9)
      : layer === 'vest'
        ? random.uniform(0.68, 0.85)
        : random.uniform(0.82, 1.08);
  const buttoned = random.chance(0.4);
  const gap = buttoned ? 0 : random.uniform(0.14, 0.5);
  const notch = random.uniform(0.3, 0.5); // v where the fronts meet
  const sides = buttoned
    ? ([-1, 1] as const)
    : random.pick([
        [-1, 1],
        [1, -1],
      ] as const);
  const sitting = body.legPose === 'sitting';
  const end = sitting ? Math.min(hem, 1.02) : hem;
  const out = (v: number) => 1.05 + (v > 0.6 ? (v - 0.6) * (layer === 'coat' ? 0.5 : 0.14) : 0);
  for (const [k, s] of sides.entries()) {
    const inner = buttoned && k === 1 ? -0.12 : gap;
    const knots: Knot[] = [torso.knot(s * 0.4, -0.06, true), torso.knot(s * 0.92, -0.015), torso.knot(s * 1.02, 0.08)];
    for (const v of [0.3, 0.45, 0.6, 0.8, 1, 1.2, 1.4, 1.6])
      if (v < end - 0.06) knots.push(torso.knot(s * out(v) * (v === 0.6 ? 0.99 : 1), v));
    knots.push(
      torso.knot(s * out(end), end, true),
      torso.knot(s * (inner + gap * 0.3 + (buttoned ? 0 : 0.1 * (end - 0.6))), end + 0.01, true),
    );
    knots.push(
      torso.knot(s * (inner + (layer === 'vest' ? 0.1 : 0)), (notch + end) / 2),
      torso.knot(s * inner, notch + 0.02),
      torso.knot(s * (0.16 + gap * 0.5), 0.18),
    );
    const front = curve(knots, true);
    ink.area(front, palette.cloth, { tones: shade(front, palette.cloth) });
    ink.stroke(torso.line([s * 0.95, 0.25], [s * 0.78, 0.32], [s * 0.62, 0.33]), 0.8);
    if (random.chance(0.6)) ink.stroke(torso.line([s * 0.92, 0.58], [s * 0.7, 0.61], [s * (gap + 0.15), 0.6]), 0.8);
    if (layer !== 'vest' && end > 0.8 && random.chance(0.6))
      ink.stroke(torso.line([s * 0.5, 0.76], [s * 0.72, 0.75], [s * 0.9, 0.77]), 0.9, 'none');
    if (layer === 'jacket' || layer === 'coat') {
      const lapel = torso.patch(
        [s * 0.4, -0.1],
        [s * 0.66, 0.07],
        [s * 0.5, 0.12],
        [s * 0.62, 0.17],
        [s * (inner + 0.03), notch + 0.02],
        [s * (0.16 + gap * 0.5), 0.14],
        [s * 0.27, -0.03],
      );
      ink.area(lapel, palette.cloth, { tones: s === -ink.light ? shade(lapel, palette.cloth) : [] });
      ink.stroke(torso.line([s * 0.26, 0.03], [s * 0.5, 0.12]), 0.8, 'none');
    } else if (layer === 'cardigan' && random.chance(0.6)) {
      ink.stroke(
        torso.line(
          [s * 0.5, -0.04],
          [s * (0.3 + gap * 0.5), 0.18],
          [s * (inner + 0.12), notch],
          [s * (inner + 0.14), end],
        ),
        0.8,
        'none',
      );
    }
  }
  if (buttoned) {
    const double = random.chance(0.4);
    for (let v = notch + 0.08; v < Math.min(end, 0.95); v += 0.13) {
      for (const u of double ? [-0.26, 0.2] : [0.02])
        ink.area(ellipse(...torso.at(u, v), body.shoulder * 0.05, body.shoulder * 0.05), palette.trim, {
          outline: 0.8,
        });
    }
  }
}

/** An apron's bib and skirt, or its skirt alone. */
export function drawApron({ ink, body, torso, palette, random, shade, outfit }: Dressing): void {
  const bib = random.chance(0.7);
  if (bib) {
    for (const s of [-1, 1])
      ink.area(torso.patch([s * 0.3, 0.3], [s * 0.46, 0.3], [s * 0.66, -0.02], [s * 0.5, -0.03]), palette.trim);
    const front = torso.patch([-0.5, 0.26], [0.5, 0.26], [0.56, 0.62], [-0.56, 0.62]);
    ink.area(front, palette.trim, { tones: shade(front, palette.trim) });
  }
  const long = body.legPose === 'sitting' ? 1.05 : 0.95 + Math.min(outfit.hem, 0.5) * 0.9;
  const skirt = curve(
    [
      torso.knot(-0.72, 0.61, true),
      torso.knot(0.72, 0.61, true),
      torso.knot(0.98, 0.85),
      torso.knot(1.0, long - 0.06),
      torso.knot(0.55, long + 0.02),
      torso.knot(0, long + 0.04),
      torso.knot(-0.55, long + 0.02),
      torso.knot(-1.0, long - 0.06),
      torso.knot(-0.98, 0.85),
    ],
    true,
  );
  ink.area(skirt, palette.trim, { tones: shade(skirt, palette.trim) });
  ink.area(
    curve(
      [
        torso.knot(-1.03, 0.58, true),
        torso.knot(0, 0.6),
        torso.knot(1.03, 0.58, true),
        torso.knot(1.03, 0.64, true),
        torso.knot(0, 0.66),
        torso.knot(-1.03, 0.64, true),
      ],
      true,
    ),
    palette.trim,
  );
}

/** A cape's back, behind everything. */
export function drawCapeBehind({ ink, torso, palette, random, shade }: Dressing): void {
  const long = random.uniform(1.2, 1.9);
  const wide = random.uniform(1.5, 2.2);
  const cape = curve(
    [
      torso.knot(-0.7, -0.03),
      torso.knot(0.7, -0.03),
      torso.knot(1.2, 0.2),
      torso.knot(wide, long * 0.7),
      torso.knot(wide * 1.15, long, true),
      torso.knot(0.5, long + 0.06),
      torso.knot(-0.4, long - 0.03),
      torso.knot(-wide * 1.1, long + 0.03, true),
      torso.knot(-wide, long * 0.7),
      torso.knot(-1.2, 0.2),
    ],
    true,
  );
  ink.area(cape, palette.trim, { tones: shade(cape, palette.trim) });
  for (const s of [-1, 1])
    ink.stroke(torso.line([s * 1.2, 0.5], [s * wide * 0.85, long * 0.8], [s * wide * 0.8, long]), 0.8);
}

/** A cape's collar with its clasp, over the shoulders. */
export function drawCapeCollar({ ink, body, torso, palette, shade }: Dressing): void {
  const collar = curve(
    [
      torso.knot(-0.34, -0.1),
      torso.knot(-0.86, 0),
      torso.knot(-1.06, 0.16),
      torso.knot(-0.5, 0.14),
      torso.knot(0, 0.16),
      torso.knot(0.5, 0.14),
      torso.knot(1.06, 0.16),
      torso.knot(0.86, 0),
      torso.knot(0.34, -0.1),
      torso.knot(0.2, 0.02),
      torso.knot(0, 0.05),
      torso.knot(-0.2, 0.02),
    ],
    true,
  );
  ink.area(collar, palette.trim, { tones: shade(collar, palette.trim) });
  const r = body.shoulder * 0.1;
  ink.area(ellipse(...torso.at(0, 0.1), r, r), palette.metal);
}
