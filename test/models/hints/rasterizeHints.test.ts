import { describe, expect, test } from 'vitest';
import type { Hints } from '../../../src/models/hints/hints.js';
import { rasterizeHintPicture, rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { createPicture } from '../../../src/vision/picture.js';

const hints = (size: [number, number], ...strokes: [string, number, ...[number, number][]][]): Hints => ({
  size,
  strokes: strokes.map(([color, width, ...points]) => ({ color, width, points })),
});
const covered = (mask: Float32Array) => mask.reduce((n, v) => n + v, 0);

describe('rasterizeHints', () => {
  test('a pen’s widths taper the stroke', () => {
    const stroke = {
      color: '#ff0000',
      width: 30,
      points: [
        [20, 50],
        [80, 50],
      ] as [number, number][],
      widths: [30, 4],
    };
    const { mask } = rasterizeHints({ size: [100, 100], strokes: [stroke] });
    const thickness = (x: number) =>
      Array.from({ length: 100 }, (_, y) => mask[y * 100 + x]).reduce((a, b) => a + b, 0);
    expect(thickness(20)).toBe(30);
    expect(Math.abs(thickness(50) - 17)).toBeLessThanOrEqual(1);
    expect(Math.abs(thickness(79) - 4)).toBeLessThanOrEqual(1);
  });

  test('an area is filled and its hole is not, on any grid', () => {
    // A square of 80 with a hole of 20, joined to it by a way there and back.
    const outline = [
      [10, 10],
      [90, 10],
      [90, 90],
      [10, 90],
    ];
    const hole = [
      [40, 40],
      [40, 60],
      [60, 60],
      [60, 40],
    ];
    const points = [...outline, outline[0], ...hole, hole[0]] as [number, number][];
    const strokes = [{ color: '#ff0000', width: 1, points, area: true as const }];
    for (const side of [100, 50, 230]) {
      const { mask } = rasterizeHints({ size: [100, 100], strokes }, side, side);
      const at = (x: number, y: number) => mask[Math.floor((y * side) / 100) * side + Math.floor((x * side) / 100)];
      expect(covered(mask) / side ** 2).toBeCloseTo(0.6, 2);
      expect([at(20, 20), at(50, 30), at(85, 50)]).toEqual([1, 1, 1]);
      expect([at(50, 50), at(5, 50), at(95, 95)]).toEqual([0, 0, 0]);
    }
  });

  test('strokes of one colour share a label only where they reach equally far', () => {
    const dab = (x: number, reach?: number) => ({
      color: '#ff0000',
      width: 2,
      points: [[x, 5]] as [number, number][],
      reach,
    });
    const raster = rasterizeHints({ size: [40, 10], strokes: [dab(5), dab(15, 8), dab(25), dab(35, 8)] }, 20, 5);
    expect([2, 7, 12, 17].map((i) => raster.labels[2 * 20 + i])).toEqual([1, 2, 1, 2]);
    expect([...raster.reach!]).toEqual([Number.POSITIVE_INFINITY, 4]);
  });

  test('a dab is a disc of its width', () => {
    const raster = rasterizeHints(hints([100, 100], ['#ff0000', 40, [50, 50]]));
    expect(covered(raster.mask) / (Math.PI * 20 ** 2)).toBeCloseTo(1, 1);
    expect(raster.mask[50 * 100 + 50]).toBe(1);
    expect(raster.mask[50 * 100 + 72]).toBe(0);
    expect([raster.rgb[5050], raster.rgb[10_000 + 5050], raster.rgb[20_000 + 5050]]).toEqual([1, 0, 0]);
  });

  test.each([
    [1, 1],
    [7, 3],
    [32, 32],
    [192, 64],
    [400, 400],
  ])('no dab vanishes on a grid of %i×%i', (width, height) => {
    for (const at of [
      [0, 0],
      [0.2, 255.9],
      [128.01, 77.7],
      [255.99, 255.99],
    ] as [number, number][]) {
      const raster = rasterizeHints(hints([256, 256], ['#00ff00', 0.1, at]), width, height);
      const cell = Math.floor((at[1] * height) / 256) * width + Math.floor((at[0] * width) / 256);
      expect(raster.mask[cell]).toBe(1);
    }
  });

  test('width and place scale with the grid, also when it is not square', () => {
    const full = hints([300, 200], ['#0000ff', 30, [20, 100], [280, 100]]);
    const share = (w: number, h: number) => covered(rasterizeHints(full, w, h).mask) / (w * h);
    expect(Math.abs(share(150, 100) / share(300, 200) - 1)).toBeLessThan(0.1);
    expect(Math.abs(share(90, 200) / share(300, 200) - 1)).toBeLessThan(0.1);
  });

  test('a thin stroke has no holes', () => {
    const raster = rasterizeHints(hints([64, 64], ['#0000ff', 0.01, [1, 1], [62, 37]]));
    for (let x = 2; x < 62; x++) {
      let column = 0;
      for (let y = 0; y < 64; y++) column += raster.mask[y * 64 + x];
      expect(column).toBeGreaterThan(0);
    }
  });

  test('the later stroke wins; one colour has one label', () => {
    const raster = rasterizeHints(
      hints([9, 9], ['#ff0000', 6, [4, 4]], ['#0000ff', 2, [4.5, 4.5]], ['#FF0000', 1, [8.5, 8.5]]),
    );
    expect(raster.labels[4 * 9 + 4]).toBe(2);
    expect(raster.labels[4 * 9 + 2]).toBe(1);
    expect(raster.labels[8 * 9 + 8]).toBe(1);
    expect([...raster.colors]).toEqual([1, 0, 0, 0, 0, 1]);
  });

  test('strokes that leave the sketch are cut, also far ones', () => {
    const raster = rasterizeHints(hints([16, 16], ['#ff0000', 4, [-1000, 8], [1000, 8]], ['#00ff00', 3, [500, 500]]));
    expect(covered(raster.mask)).toBe(16 * 4);
    expect(covered(rasterizeHints(hints([16, 16])).mask)).toBe(0);
  });
});

describe('rasterizeHintPicture', () => {
  test('every pixel with alpha is a hint and none vanishes on a small grid', () => {
    const picture = createPicture(64, 48);
    picture.data.set([10, 20, 30, 1], 4 * (17 * 64 + 40));
    for (const [w, h] of [
      [64, 48],
      [8, 6],
      [128, 96],
    ]) {
      const raster = rasterizeHintPicture(picture, w, h);
      expect(covered(raster.mask)).toBe(w === 128 ? 4 : 1);
      const cell = Math.floor((17.5 * h) / 48) * w + Math.floor((40.5 * w) / 64);
      expect(raster.mask[cell]).toBe(1);
      expect(raster.rgb[cell] * 255).toBeCloseTo(10, 3);
      expect(raster.rgb[2 * w * h + cell] * 255).toBeCloseTo(30, 3);
    }
  });

  test('refuses another size', () => {
    expect(() => rasterizeHintPicture(createPicture(4, 5), 8, 8, [5, 4])).toThrow(/4×5, but the sketch is 5×4/);
  });
});
