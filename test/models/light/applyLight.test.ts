import { describe, expect, test } from 'vitest';
import { applyLight } from '../../../src/models/light/applyLight.js';
import { type Light, USUAL_LIGHT } from '../../../src/models/light/light.js';
import { surfaceOf } from '../../../src/models/light/surface.js';
import { findFlats } from '../../../src/models/look/flats.js';
import { pictureLayers } from '../../../src/models/look/layers.js';
import { findRegions } from '../../../src/models/look/regionMap.js';
import { withLines } from '../../../src/models/look/showLook.js';
import { readSketch } from '../../../src/models/sketch/sketch.js';
import type { Picture } from '../../../src/vision/picture.js';
import { circle, draw, pixel } from '../shapes.js';
import { bust, bustColors, bustParts, HEIGHT, mirrored, WIDTH } from './bust.js';

const SIDE = 200;
const ball = readSketch(draw(SIDE, SIDE, circle(100, 100, 70)));
const green: Picture = {
  width: SIDE,
  height: SIDE,
  data: new Uint8ClampedArray(4 * SIDE * SIDE).map((_, q) => [90, 180, 110, 255][q % 4]),
};

const parts = bustParts();
const figure = surfaceOf(readSketch(bust()), parts);
const flat = bustColors(parts);

const brightness = (picture: Picture, [x, y]: readonly [number, number]) =>
  pixel(picture, x, y)
    .slice(0, 3)
    .reduce((a, b) => a + b);

/** Share of the pixels that differ by more than a few levels. */
function difference(a: Picture, b: Picture): number {
  let count = 0;
  for (let q = 0; q < a.data.length; q += 4)
    if ([0, 1, 2].some((c) => Math.abs(a.data[q + c] - b.data[q + c]) > 4)) count++;
  return count / (a.data.length / 4);
}

const from = (angle: number, rest: Partial<Light> = {}): Light => ({ ...USUAL_LIGHT, angle, ...rest });

describe.each(['cel', 'soft'] as const)('%s light', (shading) => {
  test.each([
    ['the left', 270, [45, 100], [155, 100]],
    ['the right', 90, [155, 100], [45, 100]],
    ['above', 0, [100, 45], [100, 155]],
    ['below', 180, [100, 155], [100, 45]],
  ] as const)(
    'from %s leaves the near side as it is, darkens the far one, and leaves the ground',
    (_, angle, near, far) => {
      const lit = applyLight(green, surfaceOf(ball, null), from(angle, { shading }));
      expect(brightness(lit, far)).toBeLessThan(0.92 * brightness(green, far));
      expect(brightness(lit, near)).toBeGreaterThan(0.98 * brightness(green, near));
      for (const [x, y] of [
        [5, 5],
        [195, 100],
        [100, 195],
      ])
        expect(pixel(lit, x, y)).toEqual(pixel(green, x, y));
    },
  );

  test('a mirrored figure under a mirrored light is the mirrored picture', () => {
    const other = surfaceOf(readSketch(mirrored(bust())), mirrored(parts));
    const left = applyLight(flat, figure, from(300, { shading }));
    const right = applyLight(mirrored(flat), other, from(60, { shading }));
    expect(difference(left, flat)).toBeGreaterThan(0.08);
    expect(difference(mirrored(right), left)).toBeLessThan(0.01);
  });

  test('the same twice is the same picture; without strength it is what it was', () => {
    const once = applyLight(flat, figure, from(300, { shading }));
    const again = applyLight(flat, surfaceOf(readSketch(bust()), parts), from(300, { shading }));
    expect(again.data).toEqual(once.data);
    expect(applyLight(flat, figure, from(300, { shading, strength: 0 })).data).toEqual(flat.data);
  });

  test('flats, shade and light laid over each other are the picture', () => {
    const sketch = readSketch(bust());
    const lit = applyLight(flat, figure, from(300, { shading }));
    const flats = findFlats(flat, findRegions(sketch.ink, WIDTH, HEIGHT, 6));
    const names = { lines: 'Lines', shade: 'Shade', light: 'Light', flats: 'Flats', paper: 'Paper' };
    const layers = pictureLayers(lit, flats, sketch.lines, null, false, names);
    expect(layers.map(({ name }) => name)).toEqual(['Paper', 'Flats', 'Shade', 'Light', 'Lines']);
    const laid = new Float64Array(flat.data.length);
    for (const { blend, picture } of layers.flatMap((l) => ('layers' in l ? l.layers : [l]))) {
      for (let q = 0; q < laid.length; q++) {
        const alpha = picture.data[q - (q % 4) + 3] / 255;
        const v = picture.data[q];
        const onto = blend === 'multiply' ? (laid[q] * v) / 255 : blend === 'add' ? Math.min(255, laid[q] + v) : v;
        laid[q] += alpha * (onto - laid[q]);
      }
    }
    const picture = withLines(sketch, lit, { lines: true, tint: 0 });
    const worst = laid.reduce((most, v, q) => (q % 4 === 3 ? most : Math.max(most, Math.abs(v - picture.data[q]))), 0);
    expect(worst).toBeLessThanOrEqual(2);
  });
});

test('skin turns redder in the shade, cloth bluer', () => {
  const change = (angle: number, x: number, y: number) => {
    const lit = applyLight(flat, figure, from(angle));
    const [was, is] = [pixel(flat, x, y), pixel(lit, x, y)];
    return { red: is[0] / was[0], blue: is[2] / was[2] };
  };
  const neck = change(0, 120, 200); // under the chin
  expect(neck.blue).toBeLessThan(0.95 * neck.red);
  const shirt = change(300, 190, 285); // the far side
  expect(shirt.red).toBeLessThan(0.95 * shirt.blue);
});

test('hair shines on the side of the light, and only hair', () => {
  const shining = (angle: number) => {
    const lit = applyLight(flat, figure, from(angle));
    const columns: number[] = [];
    for (let p = 0; p < parts.data.length; p++)
      if (lit.data[4 * p] > flat.data[4 * p]) {
        expect(flat.data[4 * p]).toBe(120); // hair's red
        columns.push(p % WIDTH);
      }
    return columns.reduce((a, b) => a + b, 0) / columns.length;
  };
  expect(shining(300)).toBeLessThan(118);
  expect(shining(60)).toBeGreaterThan(122);
});

test('a sketch of one pixel, and one without lines, have no shade', () => {
  for (const side of [1, 50]) {
    const white = { width: side, height: side, data: new Uint8ClampedArray(4 * side * side).fill(255) };
    const color = { ...white, data: white.data.map((_, q) => [90, 180, 110, 255][q % 4]) };
    expect(applyLight(color, surfaceOf(readSketch(white), null), USUAL_LIGHT).data).toEqual(color.data);
  }
});
