import { describe, expect, test } from 'vitest';
import { USUAL_LIGHT } from '../../../src/models/light/light.js';
import { toned } from '../../../src/models/look/applyLook.js';
import { findFlats, flatPicture } from '../../../src/models/look/flats.js';
import { pictureLayers } from '../../../src/models/look/layers.js';
import { AS_COLORED, isAsColored, lookSchema } from '../../../src/models/look/look.js';
import { findRegions } from '../../../src/models/look/regionMap.js';
import { variantOf } from '../../../src/models/look/variant.js';
import { doubtAt, doubtVeil } from '../../../src/ui/worker/overlays.js';
import type { Picture } from '../../../src/vision/picture.js';

const SIDE = 40;
const NAMES = { lines: 'Lines', shade: 'Shade', light: 'Light', flats: 'Flats', paper: 'Paper' };

type Rgb = readonly [number, number, number];

function picture(colorAt: (x: number, y: number) => Rgb): Picture {
  const data = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let p = 0; p < SIDE * SIDE; p++) data.set([...colorAt(p % SIDE, Math.floor(p / SIDE)), 255], 4 * p);
  return { width: SIDE, height: SIDE, data };
}
const at = ({ data }: Picture, x: number, y: number) => [...data.subarray(4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3)];

/** A line down the middle parts two regions. */
const regions = () =>
  findRegions(
    Uint8Array.from({ length: SIDE * SIDE }, (_, p) => (p % SIDE === 20 ? 255 : 0)),
    SIDE,
    SIDE,
    4,
  );

/** Red with a darker foot left of the line, green right of it, with a light spot. */
const shaded = picture((x, y) =>
  x < 20 ? (y < 30 ? [200, 60, 50] : [150, 40, 38]) : y < 4 ? [120, 220, 130] : [80, 180, 90],
);

describe('flats', () => {
  const flats = findFlats(shaded, regions());
  const flat = flatPicture(flats, shaded);

  test('each region has the colour that most of it has; its shade is no colour of its own', () => {
    expect(at(flat, 5, 5)).toEqual([200, 60, 50]);
    expect(at(flat, 5, 35)).toEqual([200, 60, 50]);
    expect(at(flat, 30, 20)).toEqual([80, 180, 90]);
    expect(at(flat, 30, 1)).toEqual([80, 180, 90]);
  });

  test('colours too different to be shade are flats of their own, without a line between', () => {
    const two = picture((_, y) => (y < 20 ? [230, 200, 60] : [60, 80, 200]));
    const found = flatPicture(findFlats(two, regions()), two);
    expect(at(found, 5, 5)).toEqual([230, 200, 60]);
    expect(at(found, 5, 35)).toEqual([60, 80, 200]);
  });

  test('layers laid over each other are the picture', () => {
    const layers = pictureLayers(shaded, flats, null, null, false, NAMES);
    const laid = picture(() => [255, 255, 255]);
    for (const layer of layers.flatMap((l) => ('layers' in l ? l.layers : [l]))) {
      const { data } = layer.picture;
      for (let q = 0; q < laid.data.length; q++) {
        if (q % 4 === 3 || data[q - (q % 4) + 3] === 0) continue;
        if (layer.blend === 'multiply') laid.data[q] = (laid.data[q] * data[q]) / 255;
        else if (layer.blend === 'add') laid.data[q] += data[q];
        else laid.data[q] = data[q];
      }
    }
    let worst = 0;
    for (let q = 0; q < laid.data.length; q++) worst = Math.max(worst, Math.abs(laid.data[q] - shaded.data[q]));
    expect(worst).toBeLessThanOrEqual(1);
    expect(layers.map(({ name }) => name)).toEqual(['Paper', 'Flats', 'Shade', 'Light']);
  });
});

describe('look', () => {
  test('no shade is the flats, twice the shade is twice as far from them', () => {
    const flat = picture(() => [100, 100, 100]);
    const color = picture(() => [80, 100, 120]);
    expect(at(toned(color, flat, { ...AS_COLORED, shade: 0 }), 0, 0)).toEqual([100, 100, 100]);
    expect(at(toned(color, flat, { ...AS_COLORED, shade: 2 }), 0, 0)).toEqual([60, 100, 140]);
    expect(toned(color, flat, AS_COLORED)).toBe(color);
  });

  test('no saturation is grey, no strength is paper', () => {
    const color = picture(() => [200, 30, 60]);
    const [r, g, b] = at(toned(color, null, { ...AS_COLORED, saturation: 0 }), 0, 0);
    expect(new Set([r, g, b]).size).toBe(1);
    expect(at(toned(color, null, { ...AS_COLORED, strength: 0 }), 0, 0)).toEqual([255, 255, 255]);
  });

  test('a file that leaves a look out has none', () => {
    expect(isAsColored(lookSchema.parse({}))).toBe(true);
    expect(() => lookSchema.parse({ shade: 9 })).toThrow();
    expect(lookSchema.parse({ light: {} }).light).toEqual(USUAL_LIGHT);
    for (const light of [{ angle: 400 }, { height: 0 }, { shading: 'neon' }, 7])
      expect(() => lookSchema.parse({ light })).toThrow();
  });
});

describe('variants', () => {
  const painted = picture((x) =>
    x < 10 ? [255, 255, 255] : x < 20 ? [240, 200, 170] : x < 30 ? [40, 90, 190] : [30, 150, 80],
  );
  const pinned: [number, number, number][] = [[30 / 255, 150 / 255, 80 / 255]];

  test('turn what nobody chose; paper, skin and hints stay; one seed is one variant', () => {
    const one = variantOf(painted, pinned, 1);
    const far = (x: number) => Math.max(...at(one, x, 0).map((v, c) => Math.abs(v - at(painted, x, 0)[c])));
    expect(far(5)).toBeLessThan(4);
    expect(far(15)).toBeLessThan(12);
    expect(far(25)).toBeGreaterThan(40);
    expect(far(35)).toBe(0);
    expect(variantOf(painted, pinned, 1).data).toEqual(one.data);
    expect(variantOf(painted, pinned, 2).data).not.toEqual(one.data);
    expect(variantOf(painted, pinned, 0)).toBe(painted);
  });

  test('where parts are known turn what may turn, skin-coloured or not, and nothing else', () => {
    const white = (from: number, to: number) => picture((x) => (x >= from && x < to ? [255, 255, 255] : [0, 0, 0]));
    const moved = (one: Picture, x: number) =>
      Math.max(...at(one, x, 0).map((v, c) => Math.abs(v - at(painted, x, 0)[c])));
    const shirt = variantOf(painted, pinned, 1, white(10, 20)); // a shirt in the colour of skin, beside a blue sky
    expect(moved(shirt, 15)).toBeGreaterThan(20);
    expect(moved(shirt, 25)).toBe(0);
    expect(variantOf(painted, pinned, 1, white(0, 0)).data).toEqual(painted.data);
  });
});

test('stripes, light and dark in turn, lie where colours are guesses, end sharp beside what is sure, and tint nothing', () => {
  const [width, height] = [30, 10];
  const sure = Float32Array.from({ length: width * height }, (_, p) => (p % width < 10 ? 1 : 0));
  const veil = doubtVeil({ width, height, data: sure });
  const finer = veil.width / width;
  const opacity = (x: number, y: number) => veil.data[4 * (y * veil.width + x) + 3];
  for (let x = 0; x < 11 * finer; x++) expect(opacity(x, 5)).toBe(0); // a line's width beyond what is sure, too
  const row = Array.from({ length: 10 * finer }, (_, i) => 15 * finer + i);
  const greys = row.map((x) => veil.data[4 * (5 * veil.width + x)]);
  expect(new Set(greys)).toEqual(new Set([0, 255]));
  expect(Math.min(...row.map((x) => opacity(x, 5)))).toBeGreaterThan(50);
  for (let q = 0; q < veil.data.length; q += 4)
    expect([veil.data[q + 1], veil.data[q + 2]]).toEqual([veil.data[q], veil.data[q]]);
});

describe('the next hint', () => {
  /** Two areas, 12 and 28 columns of 40, a strip between. */
  const [width, height] = [60, 40];
  const areas = Int32Array.from({ length: width * height }, (_, p) => (p % width < 24 ? 1 : 2));
  const sureness = (first: number, second: number) => Float32Array.from(areas, (area) => (area === 1 ? first : second));
  const columnOf = (data: Float32Array) => doubtAt({ width, height, areas, data })?.[0];

  test('belongs in the area with most doubt, and nowhere once all is sure', () => {
    expect(columnOf(sureness(1, 1))).toBeUndefined();
    expect(columnOf(sureness(0, 0))).toBeGreaterThan(24);
    expect(columnOf(sureness(0, 0.2))).toBeGreaterThan(24); // larger, though surer
    expect(columnOf(sureness(0, 0.8))).toBeLessThan(24);
  });

  test('belongs well inside, and in the part that is unsure', () => {
    const [x, y] = doubtAt({ width, height, areas, data: sureness(1, 0) })!;
    expect([x, y]).toEqual([expect.closeTo(42, -1), expect.closeTo(20, -1)]);
    const data = sureness(1, 1).map((sure, p) => (p % width > 44 && p < 20 * width ? 0 : sure));
    const [column, row] = doubtAt({ width, height, areas, data })!;
    expect(column).toBeGreaterThan(44);
    expect(row).toBeLessThan(20);
  });
});
