import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Picture } from '../../src/vision/picture.js';

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** Draws SVG shapes on white (or on nothing) with antialiased edges. */
export function draw(width: number, height: number, shapes: string, ground: string | null = 'white'): Picture {
  const back = ground ? `<rect width="100%" height="100%" fill="${ground}"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${back}${shapes}</svg>`;
  const image = new Resvg(svg).render();
  // resvg multiplies colours by alpha; pictures do not.
  const data = new Uint8ClampedArray(image.pixels);
  for (let q = 0; q < data.length; q += 4) {
    const alpha = data[q + 3];
    if (alpha > 0 && alpha < 255) for (let c = 0; c < 3; c++) data[q + c] = (data[q + c] * 255) / alpha;
  }
  return { width, height, data };
}

/** A circle drawn with a pen. */
export const circle = (cx: number, cy: number, r: number, pen = 3, stroke = 'black'): string =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${stroke}" stroke-width="${pen}"/>`;

/** Red, green, blue, alpha at a pixel. */
export const pixel = ({ data, width }: Picture, x: number, y: number): number[] => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

/** Where tests leave pictures to look at; unset means nowhere. */
export const lookAt = process.env.IRODORI_TEST_PICTURES ? resolve(process.env.IRODORI_TEST_PICTURES) : null;
