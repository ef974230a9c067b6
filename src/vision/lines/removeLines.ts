import type { Planes } from '../planes.js';

/** Ink that is darker than this, 0…1, counts as a line to remove; half of it as clean colour to take. */
const INK = 0.12;

/**
 * Takes drawn lines out of a coloured picture: thin ink is filled from the nearest clean colours, in rings from both
 * sides to the middle. Ink that is thick (black hair, a filled pupil) is a colour and stays.
 *
 * @param rgb       3 planes, 0…1; changed in place
 * @param line      1 plane of the same size, 1 paper … 0 ink, pixel-aligned with rgb
 * @param thickness widest line in pixels; ink that is wider anywhere around stays
 * @param usable    1 where rgb is a colour to take, 0 where it is undefined (see-through); all usable unless given
 * @returns 1 where a line had no clean colour near it and was left, else 0
 */
export function removeLines(rgb: Planes, line: Planes, thickness: number, usable?: Uint8Array): Uint8Array {
  const { width, height } = rgb;
  const area = width * height;
  const ink = new Uint8Array(area);
  for (let i = 0; i < area; i++) ink[i] = line.data[i] < 1 - INK ? 1 : 0;
  const radius = Math.ceil(thickness / 2);
  const solid = dilate(erode(ink, width, height, radius), width, height, radius);
  const unknown = new Uint8Array(area);
  for (let i = 0; i < area; i++) unknown[i] = ink[i] && !solid[i] ? 1 : 0;
  // Thick ink is no source: it would creep into the lines that touch it.
  const source = new Uint8Array(area);
  for (let i = 0; i < area; i++) source[i] = unknown[i] || solid[i] || usable?.[i] === 0 ? 0 : 1;

  for (let ring = 0; ring <= thickness + 2; ring++) {
    const filled: number[] = [];
    for (let i = 0; i < area; i++) {
      if (!unknown[i]) continue;
      const x = i % width;
      const y = (i - x) / width;
      let best = -1;
      let bestInk = Infinity;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
          const j = i + dy * width + dx;
          // Of the known neighbours the one with the least ink: an antialiased rim is a blend with the line.
          const darkness = 1 - line.data[j] + (dx !== 0 && dy !== 0 ? 0.01 : 0);
          if (source[j] && darkness < bestInk) {
            best = j;
            bestInk = darkness;
          }
        }
      }
      if (best >= 0) {
        for (let c = 0; c < 3; c++) rgb.data[c * area + i] = rgb.data[c * area + best];
        filled.push(i);
      }
    }
    if (filled.length === 0) break;
    for (const i of filled) {
      unknown[i] = 0;
      source[i] = 1;
    }
  }
  return unknown;
}

/** Pixels whose square neighbourhood is all set; outside the picture counts as set. */
function erode(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  return morph(mask, width, height, radius, 0);
}

/** Pixels with a set pixel in their square neighbourhood. */
function dilate(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  return morph(mask, width, height, radius, 1);
}

/** Spreads a value (0: erosion, 1: dilation) over a square, first along rows, then along columns. */
function morph(mask: Uint8Array, width: number, height: number, radius: number, value: 0 | 1): Uint8Array {
  let current = mask;
  for (const [stride, limit, across] of [
    [1, width, (i: number) => i % width],
    [width, height, (i: number) => Math.floor(i / width)],
  ] as const) {
    const next = new Uint8Array(current);
    for (let i = 0; i < current.length; i++) {
      if (current[i] !== value) continue;
      const position = across(i);
      const low = Math.max(-radius, -position);
      const high = Math.min(radius, limit - 1 - position);
      for (let k = low; k <= high; k++) next[i + k * stride] = value;
    }
    current = next;
  }
  return current;
}
