import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findSheet } from '../../../src/models/sketch/findSheet.js';
import type { Picture } from '../../../src/vision/picture.js';
import type { Quad } from '../../../src/vision/quad.js';

const [WIDTH, HEIGHT] = [256, 192];

/** Pixels that a corner may be found from its place: a thumb's breadth of a sheet. */
const NEAR = 0.03 * WIDTH;

/** A drawing on a sheet with these corners, on a table, under a light that fades to the lower right. */
async function photo(corners: Quad | null, table: string, light = '#777'): Promise<Picture> {
  const sheet = corners ? `<polygon points="${corners.join(' ')}" fill="#f3ead8"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <linearGradient id="g" x2="1" y2="1"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="${light}"/></linearGradient>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="${table}"/>${sheet}
    <g fill="none" stroke="#333" stroke-width="2"><circle cx="120" cy="90" r="35"/><path d="M60,60L170,150M120,90L150,70"/></g>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="url(#g)" style="mix-blend-mode:multiply"/></svg>`;
  const { data } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(data) };
}

const sheets: [string, Quad][] = [
  [
    'that lies straight',
    [
      [40, 20],
      [210, 20],
      [210, 170],
      [40, 170],
    ],
  ],
  [
    'that lies turned',
    [
      [52, 18],
      [214, 34],
      [200, 176],
      [38, 160],
    ],
  ],
  [
    'that is seen at a slant',
    [
      [70, 25],
      [190, 22],
      [225, 170],
      [30, 175],
    ],
  ],
];

describe.each(sheets)('a sheet %s', (_, corners) => {
  test.each(['#7a5c40', '#30343a', '#5f7f5a'])('is found on a table of %s', async (table) => {
    const found = (await findSheet(await photo(corners, table)))!;
    expect(found).not.toBeNull();
    for (const [k, [x, y]] of found.entries())
      expect(Math.hypot(x - corners[k][0], y - corners[k][1]), `corner ${k}`).toBeLessThan(NEAR);
  });
});

test('a drawing without a table round it needs no cutting, nor does one on white', async () => {
  const whole: Quad = [
    [0, 0],
    [WIDTH, 0],
    [WIDTH, HEIGHT],
    [0, HEIGHT],
  ];
  expect(findSheet(await photo(whole, '#000'))).toBeNull();
  expect(findSheet(await photo(null, '#ffffff', '#fff'))).toBeNull();
});

test('a light shape that is no sheet is none', async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#333"/><circle cx="128" cy="96" r="70" fill="#eee"/></svg>`;
  const { data } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  expect(findSheet({ width: WIDTH, height: HEIGHT, data: new Uint8ClampedArray(data) })).toBeNull();
});
