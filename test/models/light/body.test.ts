import { expect, test } from 'vitest';
import { areasOf } from '../../../src/models/light/areas.js';
import { type Body, bodyOf } from '../../../src/models/light/body.js';
import { castShadows } from '../../../src/models/light/castShadows.js';
import { towards } from '../../../src/models/light/light.js';
import { linksOf } from '../../../src/models/light/links.js';
import { surfaceOf } from '../../../src/models/light/surface.js';
import type { PartMap } from '../../../src/models/parts/partMap.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { bust, bustParts, HEIGHT, WIDTH } from './bust.js';

/** Basins and parts from rows of letters, each a basin of its own with the part that the letter stands for. */
function figure(
  rows: readonly string[],
  partOf: Readonly<Record<string, Part>>,
): { body: Body; at(letter: string): string } {
  const [width, height] = [rows[0].length, rows.length];
  const letters = [...new Set(rows.join(''))];
  const basins = Int32Array.from(rows.join(''), (letter) => letters.indexOf(letter) + 1);
  const data = Uint8Array.from(rows.join(''), (letter) => PARTS.indexOf(partOf[letter]));
  const parts: PartMap = { width, height, data };
  const body = bodyOf(areasOf(basins, width, height, parts));
  return { body, at: (letter) => body.matter[body.solid[rows.join('').indexOf(letter)]] };
}

const DRAWN = {
  '.': 'ground',
  t: 'cloth', // a hat that is taken for cloth
  h: 'hair',
  f: 'skin',
  e: 'iris',
  n: 'skin',
  c: 'cloth',
  s: 'accessory',
  b: 'trim',
} as const;

const ROWS = [
  '..................',
  '....tttttttttt....',
  '...tttttttttttt...',
  '....hhhhhhhhhh....',
  '....hhffffffhh....',
  '....hffeffeffh....',
  '....hffffffffh....',
  '....hffffffffh....',
  '....hffffffffh....',
  '....hffffffffh....',
  '.......nnnn.......',
  '.....ssssssss.....',
  '...cccccccccccc...',
  '..cccccccbcccccc..',
  '..cccccccccccccc..',
  '..cccccccccccccc..',
];

test('a hat, hair, a face, a neck, a scarf and clothes are told apart, whatever the hat is taken for', () => {
  const { at, body } = figure(ROWS, DRAWN);
  expect(Object.keys(DRAWN).map((letter) => at(letter))).toEqual([
    'ground',
    'hat',
    'hair',
    'face',
    'face', // an eye lies in it
    'skin',
    'cloth',
    'scarf',
    'cloth', // a button too
  ]);
  expect(body.head).toEqual({ left: 5, top: 4, right: 12, chin: 9 });
});

test('a button has no form of its own, a sleeve has', () => {
  const rows = ROWS.map((row) => row.replace(/^(..)ccc/, '$1bbb'));
  const { body } = figure(rows, DRAWN);
  const at = (x: number, y: number) => body.area[y * 18 + x];
  expect(at(9, 13)).toBe(at(3, 13)); // `b` is one basin: the sleeve and the button
  const own = figure(ROWS, DRAWN).body;
  expect(own.area[13 * 18 + 9]).toBe(own.area[13 * 18 + 8]);
  expect(at(3, 13)).not.toBe(at(8, 13));
});

test('hair throws its shadow on the face away from the light, the chin on the neck, and low light a longer one', () => {
  const { width, height, front, solid, matter, unit } = surfaceOf(readSketch(bust()), bustParts());
  const links = linksOf(solid, width, height);
  const shadowsFrom = (angle: number, rise: number) =>
    castShadows({ width, height, front, links, unit }, towards({ angle, height: rise }));
  const at = (shadow: Float32Array, x: number, y: number) =>
    shadow[Math.floor((y * height) / HEIGHT) * width + Math.floor((x * width) / WIDTH)];
  const left = shadowsFrom(270, 40);
  expect(at(left, 73, 145)).toBeGreaterThan(0.5);
  expect(at(left, 167, 145)).toBeLessThan(0.5);
  expect(at(left, 120, 150)).toBe(0);
  const above = shadowsFrom(0, 40);
  expect(at(above, 120, 200)).toBeGreaterThan(0.5); // under the chin
  expect(at(above, 50, 40)).toBe(0); // nothing lies over the hair
  const sum = (shadow: Float32Array) => shadow.reduce((a, b) => a + b, 0);
  expect(sum(shadowsFrom(0, 25))).toBeGreaterThan(1.3 * sum(shadowsFrom(0, 60)));
  expect(sum(shadowsFrom(0, 90))).toBe(0);
  for (const [p, v] of left.entries()) if (matter[solid[p]] === 'ground') expect(v).toBe(0);
});

test('without parts, what is no ground is a thing', () => {
  const { body } = figure(['......', '.aaaa.', '.aaaa.', '......'], { '.': 'ground', a: 'thing' });
  const blind = bodyOf(
    areasOf(
      Int32Array.from(body.area, (a) => (a > 0 ? 2 : 1)),
      6,
      4,
      null,
    ),
  );
  expect(blind.matter).toEqual(['ground', 'thing']);
  expect(blind.solid[0]).toBe(0);
  expect(blind.solid[8]).toBe(1);
});
