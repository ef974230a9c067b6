import { describe, expect, test } from 'vitest';
import {
  deltaE2000,
  hexFromSrgb,
  labFromSrgb,
  linearFromSrgb,
  oklabFromSrgb,
  srgbFromHex,
  srgbFromLinear,
  srgbFromOklab,
  type Triple,
} from '../../src/vision/colorSpaces.js';
import { Random } from '../../src/vision/random.js';

const close = (actual: Triple, expected: Triple, digits: number) => {
  for (let c = 0; c < 3; c++) expect(actual[c]).toBeCloseTo(expected[c], digits);
};

describe('conversions', () => {
  const random = new Random('colorSpaces');
  const colors = Array.from({ length: 50 }, (): Triple => [random.uniform(), random.uniform(), random.uniform()]);

  test.each(colors)('there and back: %f %f %f', (r, g, b) => {
    expect(srgbFromLinear(linearFromSrgb(r))).toBeCloseTo(r, 10);
    close(srgbFromOklab(oklabFromSrgb([r, g, b])), [r, g, b], 5);
  });

  test('white, grey and red are where CIE and Ottosson put them', () => {
    close(labFromSrgb([1, 1, 1]), [100, 0, 0], 6);
    close(labFromSrgb([0, 0, 0]), [0, 0, 0], 6);
    close(labFromSrgb([1, 0, 0]), [53.24, 80.09, 67.2], 1);
    close(oklabFromSrgb([1, 1, 1]), [1, 0, 0], 5);
    close(oklabFromSrgb([1, 0, 0]), [0.62796, 0.22486, 0.12585], 4);
  });

  test('hex', () => {
    expect(srgbFromHex('#FF8000')).toEqual([1, 128 / 255, 0]);
    expect(srgbFromHex('#f80')).toEqual([1, 136 / 255, 0]);
    expect(srgbFromHex('red')).toBeUndefined();
    expect(hexFromSrgb([1.2, 0.5, -1])).toBe('#ff8000');
  });
});

describe('colour difference', () => {
  // Sharma, Wu, Dalal 2005, table 1: pairs 1, 4, 7, 10, 14, 17, 20, 24, 25, 30 and 34.
  test.each<[Triple, Triple, number]>([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.001], 7.1792],
    [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [58, 24, 15], 19.4535],
    [[50, 2.5, 0], [50, 3.2592, 0.335], 1.0],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ])('CIEDE2000 of %j and %j is %f', (first, second, expected) => {
    expect(deltaE2000(first, second)).toBeCloseTo(expected, 4);
    expect(deltaE2000(second, first)).toBeCloseTo(expected, 4);
  });
});
