import { describe, expect, test } from 'vitest';
import { colorClusters } from '../../../src/models/reference/colorClusters.js';
import { transferPalette } from '../../../src/models/reference/transferPalette.js';
import { oklabFromSrgb } from '../../../src/vision/colorSpaces.js';
import type { Picture } from '../../../src/vision/picture.js';

/** Vertical stripes of colours, each as wide as its share of 40 pixels. */
function stripes(...bands: [number, number, number, number][]): Picture {
  const [width, height] = [40, 20];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let p = 0; p < width * height; p++) {
    let left = p % width;
    let k = 0;
    while (left >= bands[k][0]) left -= bands[k++][0];
    data.set([...bands[k].slice(1), 255], 4 * p);
  }
  return { width, height, data };
}

const at = ({ data, width }: Picture, x: number) => [...data.slice(4 * (width * 5 + x), 4 * (width * 5 + x) + 3)];

describe('colorClusters', () => {
  test('finds the colours of a flat picture and their shares', () => {
    const clusters = colorClusters(stripes([30, 200, 40, 40], [10, 20, 20, 120]), 6);
    expect(clusters).toHaveLength(2);
    expect(clusters[0].share).toBeCloseTo(0.75, 1);
    expect(clusters[0].color[0]).toBeCloseTo(oklabFromSrgb([200 / 255, 40 / 255, 40 / 255])[0], 3);
  });

  test('does not count transparent pixels', () => {
    const picture = stripes([40, 9, 9, 9]);
    picture.data.fill(0);
    expect(colorClusters(picture, 4)).toEqual([]);
  });
});

describe('transferPalette', () => {
  const picture = stripes([20, 240, 210, 180], [20, 60, 40, 30]); // light and dark
  const reference = stripes([12, 30, 30, 90], [28, 190, 220, 250]); // dark and light, in another order

  test('light takes the light colour, dark the dark one', () => {
    const result = transferPalette(picture, reference);
    at(result, 5).forEach((v, c) => void expect(Math.abs(v - [190, 220, 250][c])).toBeLessThan(4));
    at(result, 35).forEach((v, c) => void expect(Math.abs(v - [30, 30, 90][c])).toBeLessThan(4));
  });

  test('a hint’s colour stays', () => {
    const result = transferPalette(picture, reference, [[240 / 255, 210 / 255, 180 / 255]]);
    at(result, 5).forEach((v, c) => void expect(Math.abs(v - [240, 210, 180][c])).toBeLessThan(4));
    at(result, 35).forEach((v, c) => void expect(Math.abs(v - [30, 30, 90][c])).toBeLessThan(4));
  });

  test('a reference of one colour gives it to all; size and opacity stay', () => {
    const result = transferPalette(picture, stripes([40, 100, 150, 100]));
    expect([result.width, result.height]).toEqual([40, 20]);
    for (const x of [5, 35])
      at(result, x).forEach((v, c) => void expect(Math.abs(v - [100, 150, 100][c])).toBeLessThan(4));
    expect(result.data.every((v, i) => i % 4 !== 3 || v === 255)).toBe(true);
  });

  test('a hint’s colour stays, however little of the picture has it', () => {
    const dabbed = stripes([39, 60, 90, 200], [1, 210, 30, 30]);
    const out = transferPalette(dabbed, stripes([40, 60, 170, 60]), [[210 / 255, 30 / 255, 30 / 255]]);
    expect(at(out, 39)).toEqual([210, 30, 30]);
    expect(at(out, 5)[1]).toBeGreaterThan(at(out, 5)[2] + 40);
  });
});
