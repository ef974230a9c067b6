import { curve, ellipse, type Knot, moved, type Point } from './curves.js';
import { ownShadow, type Worn } from './worn.js';

/** Headphones over the hair: a band from a wire to a broad cushion, and cups that are round, oval or square. */
export function drawHeadphones(worn: Worn): void {
  const { ink, head, hair, palette, random } = worn;
  const wide = head.half + hair.volume;
  const tall = random.uniform(4, 24);
  const top = 84 + hair.volume + random.uniform(-6, 8);
  const center = head.turn * 3;
  const cupY = head.eyeLine + random.uniform(-4, 12);
  const inner = top - tall + random.uniform(0, 4);
  const arch = (rx: number, ry: number, from: number, to: number) => ellipse(center, 0, rx, ry, from, to);
  const band = [
    ...arch(wide + 4, top + 4, 178, 362),
    ...arch(wide + 4 - Math.min(tall, 12), inner, 178, 362).reverse(),
  ];
  ink.area(band, palette.accent, { tones: ownShadow(worn, band, palette.accent, 10, 5) });
  if (tall > 12 && random.chance(0.5)) {
    // A cushion under the crown.
    const pad = [...arch(wide, inner + 5, 225, 315), ...arch(wide - 4, inner - 3, 228, 312).reverse()];
    ink.area(pad, palette.leather, { outline: 0.8 });
  }
  const kind = random.pick(['oval', 'round', 'square'] as const);
  const ry = random.uniform(20, 34);
  for (const side of [-1, 1] as const) {
    const far = side * head.turn > 0 ? 1 - 0.3 * head.turn * side : 1;
    const rx = (kind === 'round' ? ry * 0.8 : random.uniform(11, 17)) * far;
    const x = center + side * (wide + 2);
    const block = (w: number, h: number): Point[] =>
      kind === 'square'
        ? curve(
            (
              [
                [-w, -h * 0.7],
                [-w * 0.7, -h],
                [w * 0.7, -h],
                [w, -h * 0.7],
                [w, h * 0.7],
                [w * 0.7, h],
                [-w * 0.7, h],
                [-w, h * 0.7],
              ] as Knot[]
            ).map(([dx, dy]): Knot => [x + dx, cupY + dy]),
            true,
          )
        : ellipse(x, cupY, w, h);
    const cushion = moved(block(rx * 0.9, ry * 1.08), -side * rx * 0.55, 0);
    ink.area(cushion, palette.leather, { outline: 0.9 });
    const cup = block(rx, ry);
    ink.area(cup, palette.accent, { outline: 1.1, tones: ownShadow(worn, cup, palette.accent, 10, 5) });
    if (random.chance(0.75)) ink.area(moved(block(rx * 0.5, ry * 0.6), side * 2, 0), palette.metal, { outline: 0.8 });
  }
}
