import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFloodColorizer } from '../../../src/models/colorizer.js';
import type { Hints } from '../../../src/models/hints/hints.js';
import { USUAL_LIGHT } from '../../../src/models/light/light.js';
import { AS_COLORED, type Look } from '../../../src/models/look/look.js';
import { showLook } from '../../../src/models/look/showLook.js';
import { PARTS } from '../../../src/models/parts/parts.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import { ColorSession } from '../../../src/ui/worker/colorSession.js';
import type { Picture } from '../../../src/vision/picture.js';
import { circle, draw, pixel } from '../../models/shapes.js';
import { smallModel } from '../../studio/smallModel.js';

const sketch = draw(120, 90, circle(40, 45, 25) + circle(85, 45, 20));
const hints: Hints = {
  size: [120, 90],
  strokes: [
    { color: '#d02040', width: 6, points: [[40, 45]] },
    { color: '#20a0d0', width: 6, points: [[85, 45]] },
    { color: '#f0e8d0', width: 6, points: [[5, 5]] },
  ],
};

const session = new ColorSession();
beforeAll(() => session.start('cpu', 'flood'));
afterAll(() => session.backend.dispose());

test.each<[string, Partial<Look>]>([
  ['as it came', {}],
  ['flat and pale', { shade: 0.3, saturation: 0.5, strength: 0.8 }],
  ['snapped to lines, flatter, in a variant', { snap: true, shade: 0.5, variant: 3 }],
  ['flat, with tinted lines', { shade: 0, tint: 0.7 }],
  ['in a light', { light: { angle: 300, height: 40, strength: 0.8, shading: 'cel' } }],
  [
    'in a soft light, saturated, with tinted lines',
    { light: { ...USUAL_LIGHT, shading: 'soft' }, saturation: 1.4, tint: 0.5 },
  ],
  ['a variant without lines', { variant: 7, lines: false }],
  [
    'in a palette',
    {
      palette: [
        { color: '#203040', share: 0.4 },
        { color: '#e0d0a0', share: 0.6 },
      ],
      shade: 1.5,
    },
  ],
])('the studio shows what the command line writes: %s', async (_, change) => {
  const look: Look = { ...AS_COLORED, ...change };
  session.setSketch(sketch);
  const shown = await session.colorize({ hints, parts: {}, look }, new AbortController().signal);
  const colorizer = createFloodColorizer();
  colorizer.setSketch(sketch);
  const written = showLook(await colorizer.colorize(hints), () => readSketch(sketch), hints, look);
  expect(shown.data).toEqual(written.picture.data);
});

test('a light that moves changes the picture and nothing else: taken away, the picture is what it was', async () => {
  session.setSketch(sketch);
  const before = await session.colorize({ hints, parts: {}, look: AS_COLORED }, new AbortController().signal);
  const light = (angle: number) =>
    session.relook({ parts: {}, look: { ...AS_COLORED, light: { ...USUAL_LIGHT, angle } } })!;
  const [left, right] = [light(270), light(90)];
  expect(left.data).not.toEqual(before.data);
  expect(right.data).not.toEqual(left.data);
  expect(light(270).data).toEqual(left.data);
  const { color, flats } = session.parts(6, null)!;
  const at = (x: number) => 45 * 120 + x;
  expect([...flats.colors.subarray(3 * flats.index[at(60)], 3 * flats.index[at(60)] + 3)]).toEqual([208, 32, 64]);
  expect(color.data[4 * at(60)]).toBeLessThan(200); // the far side: its flat has no shade
  expect(session.relook({ parts: {}, look: AS_COLORED })!.data).toEqual(before.data);
});

test('while a look changes a small sketch is drawn whole, of a large one a smaller picture that is alike', async () => {
  const light = { ...USUAL_LIGHT, angle: 200 };
  const to = { parts: {}, look: { ...AS_COLORED, saturation: 0.5, light } };
  const { signal } = new AbortController();
  session.setSketch(sketch);
  await session.colorize({ hints, parts: {}, look: AS_COLORED }, signal);
  expect(session.draft(to)!.data).toEqual(session.relook(to)!.data);

  const [width, height] = [1600, 1200];
  session.setSketch(draw(width, height, circle(600, 600, 400, 10) + circle(1250, 600, 200, 10)));
  const [first, second] = hints.strokes;
  const strokes = [
    { ...first, points: [[600, 600]] },
    { ...second, points: [[1250, 600]] },
  ] as Hints['strokes'];
  await session.colorize({ hints: { size: [width, height], strokes }, parts: {}, look: AS_COLORED }, signal);
  session.draft({ ...to, look: { ...to.look, light: USUAL_LIGHT } });
  const looks: Look[] = [
    to.look,
    { ...AS_COLORED, shade: 0.2, strength: 0.7 },
    { ...AS_COLORED, tint: 0.8, saturation: 1.5 },
    { ...AS_COLORED, snap: true, variant: 4, lines: false },
  ];
  for (const look of looks) {
    const small = session.draft({ parts: {}, look })!;
    expect(differenceToSmaller(session.relook({ parts: {}, look })!, small)).toBeLessThan(0.5);
  }
});

/** Mean difference of reds between squares of 2 by 2 pixels of a picture and the pixels of one half as wide and high. */
function differenceToSmaller({ width, height, data }: Picture, small: Picture): number {
  expect([small.width, small.height]).toEqual([width / 2, height / 2]);
  const n = small.width * small.height;
  let difference = 0;
  for (let p = 0; p < n; p++) {
    const q = 4 * (2 * Math.floor(p / small.width) * width + 2 * (p % small.width));
    const mean = (data[q] + data[q + 4] + data[q + 4 * width] + data[q + 4 * width + 4]) / 4;
    difference += Math.abs(small.data[4 * p] - mean) / n;
  }
  return difference;
}

test('a colour of a part that is being chosen is seen on a large sketch as it will be, small, and is not taken yet', async () => {
  const own = new ColorSession();
  await own.start('cpu', await smallModel('cloth'));
  const [width, height] = [1600, 1200];
  own.setSketch(draw(width, height, circle(600, 600, 400, 10) + circle(1250, 600, 200, 10)));
  const { signal } = new AbortController();
  const look: Look = { ...AS_COLORED, saturation: 0.7 };
  await own.colorize({ hints: { size: [width, height], strokes: [] }, parts: {}, look }, signal);
  const before = structuredClone(own.picture()!);
  const small = own.draft({ parts: { cloth: '#aa3344' }, look })!;
  const same = own.picture()!.data.every((value, i) => value === before.data[i]); // millions of them: `toEqual` takes a minute
  expect(same).toBe(true);
  expect(differenceToSmaller(own.relook({ parts: { cloth: '#aa3344' }, look })!, small)).toBeLessThan(0.5);
  expect(pixel(small, 300, 300)).not.toEqual(pixel(before, 600, 600));
  await own.backend.dispose();
});

test('other colours of parts after a pass are what a pass with them gives, under the look, and variants leave them', async () => {
  const own = new ColorSession();
  await own.start('cpu', await smallModel('cloth'));
  own.setSketch(sketch);
  const parts = { cloth: '#aa3344' };
  const look: Look = { ...AS_COLORED, saturation: 0.5, lines: false };
  const { signal } = new AbortController();
  await own.colorize({ hints, parts: {}, look: AS_COLORED }, signal);
  const later = own.relook({ parts, look })!;
  expect(own.figure()?.data).toContain(PARTS.indexOf('cloth'));
  expect(later.data).toEqual((await own.colorize({ hints, parts, look }, signal)).data);
  const bare = await own.colorize({ hints: { ...hints, strokes: [] }, parts, look }, signal); // all of a chosen colour
  expect(own.relook({ parts, look: { ...look, variant: 3 } })!.data).toEqual(bare.data);
  await own.backend.dispose();
});

test('small variants lie in the light of the look, and are saturated as it says', async () => {
  session.setSketch(sketch);
  const small = async (change: Partial<Look>) => {
    await session.colorize({ hints, parts: {}, look: { ...AS_COLORED, ...change } }, new AbortController().signal);
    const { small, color, shown } = session.variantBase(60)!;
    expect(small).toEqual([60, 45]); // half of 120 by 90
    const data = new Uint8ClampedArray(4 * 60 * 45);
    for (let y = 0; y < 45; y++)
      for (let x = 0; x < 60; x++) {
        const from = 4 * (2 * y * 120 + 2 * x);
        data.set(color.data.subarray(from, from + 4), 4 * (y * 60 + x));
      }
    const { data: seen } = shown({ width: 60, height: 45, data });
    return (x: number, y: number) => [...seen.subarray(4 * (y * 60 + x), 4 * (y * 60 + x) + 3)];
  };
  const plain = await small({});
  const lit = await small({ light: { ...USUAL_LIGHT, angle: 270 } }); // from the left
  const sum = ([r, g, b]: number[]) => r + g + b;
  expect(lit(11, 22)).toEqual(plain(11, 22));
  expect(sum(lit(29, 22))).toBeLessThan(0.9 * sum(plain(29, 22)));
  const grey = await small({ saturation: 0 });
  expect(new Set(grey(20, 22)).size).toBe(1);
});

test('a stroke that is being drawn is shown small on a large sketch, in the look too; variants are made from a small picture', async () => {
  const { signal } = new AbortController();
  const own = new ColorSession();
  await own.start('cpu', await smallModel('cloth'));
  const [width, height] = [1600, 1201];
  own.setSketch(draw(width, height, circle(600, 600, 400, 10) + circle(1250, 600, 200, 10)));
  const strokes: Hints['strokes'] = [{ color: '#d02040', width: 40, points: [[600, 600]] }];
  const job = (look: Partial<Look>) => ({
    hints: { size: [width, height] as [number, number], strokes },
    parts: {},
    look: { ...AS_COLORED, ...look },
  });
  const at = (picture: Picture, x: number, y: number) => pixel(picture, x, y).slice(0, 3);
  const plain = await own.preview(job({}), signal);
  expect([plain.width, plain.height]).toEqual([800, 600]);
  expect(at(plain, 300, 300)).toEqual([208, 32, 64]);
  expect(at(plain, 300, 100)).toEqual([0, 0, 0]); // the line, as wide in the small picture
  const grey = await own.preview(job({ saturation: 0, lines: false }), signal);
  expect(new Set(at(grey, 300, 300)).size).toBe(1);
  expect(at(grey, 300, 100)).not.toEqual([0, 0, 0]);

  const full = await own.colorize(job({}), signal);
  expect([full.width, full.height]).toEqual([width, height]);
  expect(at(full, 600, 600)).toEqual([208, 32, 64]);
  const { color, turning, small } = own.variantBase(100)!;
  expect([color.width, color.height, turning!.width, ...small]).toEqual([800, 600, 800, 100, 75]);
  await own.backend.dispose();
});

test('a pass writes over the one before and is what it would be alone', async () => {
  const { signal } = new AbortController();
  const one = { ...hints, strokes: hints.strokes.slice(0, 1) };
  session.setSketch(sketch);
  const alone = structuredClone(await session.colorize({ hints, parts: {}, look: AS_COLORED }, signal));
  session.setSketch(sketch);
  const before = await session.colorize({ hints: one, parts: {}, look: AS_COLORED }, signal);
  const after = await session.colorize({ hints, parts: {}, look: AS_COLORED }, signal);
  expect(after).toEqual(alone);
  expect(after.data.buffer).toBe(before.data.buffer);
});
