import { curve, ellipse } from './curves.js';
import { ownShadow, type Worn } from './worn.js';

/** A broad hat with a ribbon: straw, felt. */
export function drawBroadHat(worn: Worn): void {
  const { ink, head, hair, palette, random } = worn;
  const wide = head.half + hair.volume;
  const tall = random.uniform(44, 74);
  const brim = wide * random.uniform(1.45, 2);
  const y = -44;
  const crown = curve(
    [
      [-wide * 0.94, y, 'corner'],
      [-wide * 0.86, y - 30 - tall * 0.4],
      [-wide * 0.5, y - 38 - tall],
      [0, y - 44 - tall],
      [wide * 0.5, y - 38 - tall],
      [wide * 0.86, y - 30 - tall * 0.4],
      [wide * 0.94, y, 'corner'],
      [0, y - 8],
    ],
    true,
  );
  ink.area(crown, palette.accent, { outline: 1.1, tones: ownShadow(worn, crown, palette.accent, wide * 0.5, 8) });
  const band = curve(
    [
      [-wide * 0.94, y - 2, 'corner'],
      [0, y - 10],
      [wide * 0.94, y - 2, 'corner'],
      [wide * 0.9, y - 24, 'corner'],
      [0, y - 34],
      [-wide * 0.9, y - 24, 'corner'],
    ],
    true,
  );
  ink.area(band, palette.leather);
  const droop = random.uniform(0, 16);
  const rim = curve(
    [
      [-brim, y + 8 + droop],
      [-wide * 0.9, y - 10],
      [0, y - 18],
      [wide * 0.9, y - 10],
      [brim, y + 8 + droop],
      [wide * 0.8, y + 12],
      [0, y + 4],
      [-wide * 0.8, y + 12],
    ],
    true,
  );
  ink.area(rim, palette.accent, { outline: 1.1, tones: ownShadow(worn, rim, palette.accent, wide * 0.5, 12) });
}

/** A knitted cap with a turned-up rim, often with a bobble. */
export function drawKnitCap(worn: Worn): void {
  const { ink, head, hair, palette, random } = worn;
  const wide = head.half + hair.volume * 0.8;
  const top = -92 - hair.volume;
  const dome = curve(
    [
      [-wide * 1.02, -34, 'corner'],
      [-wide * 0.96, -70],
      [-wide * 0.5, top - 2],
      [0, top - 12],
      [wide * 0.5, top - 2],
      [wide * 0.96, -70],
      [wide * 1.02, -34, 'corner'],
      [0, -48],
    ],
    true,
  );
  ink.area(dome, palette.accent, {
    outline: 1.1,
    tones: ownShadow(worn, dome, palette.accent, wide * 0.5, 6),
  });
  if (random.chance(0.5)) ink.area(ellipse(0, top - 20, 17, 16), palette.accent);
  const tall = random.uniform(16, 28);
  const rim = curve(
    [
      [-wide * 1.06, -30, 'corner'],
      [0, -44],
      [wide * 1.06, -30, 'corner'],
      [wide * 1.05, -30 - tall, 'corner'],
      [0, -46 - tall],
      [-wide * 1.05, -30 - tall, 'corner'],
    ],
    true,
  );
  ink.area(rim, palette.accent, { outline: 1.1 });
  for (let k = -4; k <= 4; k++) {
    const x = (k / 4.6) * wide;
    ink.stroke(
      curve([
        [x, -42 + k * k * 0.7],
        [x * 0.99, -42 - tall + k * k * 0.7 + 4],
      ]),
      0.7,
    );
  }
}
