import { describe, expect, test } from 'vitest';
import { projectStroke } from '../../../src/models/hints/projectStroke.js';
import {
  type CleanUp,
  cleanedSize,
  cleanUp,
  cleanUpSchema,
  findLevels,
  isUntouched,
  lightnessHistogram,
  untouched,
} from '../../../src/models/sketch/cleanUp.js';
import { createPicture, type Picture } from '../../../src/vision/picture.js';
import { inverse, toQuad } from '../../../src/vision/quad.js';
import { Random } from '../../../src/vision/random.js';

/** Pixels that are all different. */
function noise(width: number, height: number): Picture {
  const random = new Random('clean-up');
  const picture = createPicture(width, height, [0, 0, 0, 255]);
  for (let q = 0; q < picture.data.length; q++) if (q % 4 < 3) picture.data[q] = random.uniform(0, 255);
  return picture;
}

const pixel = ({ width, data }: Picture, x: number, y: number) => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

describe('clean-up', () => {
  const picture = noise(20, 12);

  test('untouched is the picture itself', () => {
    const settings = untouched([20, 12]);
    expect(isUntouched(settings, [20, 12])).toBe(true);
    expect(cleanUp(picture, settings).data).toEqual(picture.data);
  });

  test('a cut and a quarter turn keep pixels as they are', () => {
    const settings: CleanUp = {
      ...untouched([20, 12]),
      turn: 90,
      corners: [
        [3, 10],
        [3, 2],
        [18, 2],
        [18, 10],
      ],
    };
    expect(cleanedSize(settings)).toEqual([8, 15]);
    const cut = cleanUp(picture, settings);
    // Turned clockwise: what was at the bottom-left is at the top-left.
    expect(pixel(cut, 0, 0)).toEqual(pixel(picture, 3, 9));
    expect(pixel(cut, 7, 0)).toEqual(pixel(picture, 3, 2));
    expect(pixel(cut, 0, 14)).toEqual(pixel(picture, 17, 9));
  });

  test('beside the picture is white paper, or nothing where the picture is cut out', () => {
    const corners: CleanUp['corners'] = [
      [-4, 0],
      [4, 0],
      [4, 4],
      [-4, 4],
    ];
    expect(pixel(cleanUp(picture, { ...untouched([20, 12]), corners }), 0, 0)).toEqual([255, 255, 255, 255]);
    const holes = createPicture(20, 12);
    expect(pixel(cleanUp(holes, { ...untouched([20, 12]), corners }), 0, 0)[3]).toBe(0);
  });

  test('levels stretch, gamma bends', () => {
    const grey = createPicture(2, 1, [128, 60, 200, 255]);
    const stretched = cleanUp(grey, { ...untouched([2, 1]), black: 60, white: 200 });
    expect(pixel(stretched, 0, 0)).toEqual([124, 0, 255, 255]);
    const lighter = cleanUp(grey, { ...untouched([2, 1]), gamma: 2 });
    expect(pixel(lighter, 0, 0)).toEqual([181, 124, 226, 255]);
  });

  test('the levels found lie at the ink and below the paper', () => {
    const page = createPicture(100, 100, [236, 236, 236, 255]);
    for (let q = 0; q < 4 * 300; q += 4) page.data.fill(70, q, q + 3);
    const { black, white } = findLevels(lightnessHistogram(page));
    expect(black).toBe(70);
    expect(white).toBeGreaterThan(220);
    expect(white).toBeLessThan(236);
  });

  test('what a file says is checked: dented or turned-over corners are refused', () => {
    const good = untouched([20, 12]);
    expect(cleanUpSchema.safeParse(good).success).toBe(true);
    const [a, b, c, d] = good.corners;
    expect(cleanUpSchema.safeParse({ ...good, corners: [b, a, d, c] }).success).toBe(false);
    expect(cleanUpSchema.safeParse({ ...good, corners: [a, b, c, [1e9, 0]] }).success).toBe(false);
    expect(cleanUpSchema.safeParse({ ...good, gamma: 0 }).success).toBe(false);
  });
});

test('hints go where their place in the drawing goes, wider where it is enlarged', () => {
  const quad: CleanUp['corners'] = [
    [10, 10],
    [20, 10],
    [20, 30],
    [10, 30],
  ];
  const map = inverse(toQuad([20, 40], quad));
  const moved = projectStroke({ color: '#ff0000', width: 3, reach: 5, points: [[15, 20]], widths: [3] }, map)!;
  expect(moved.points[0]).toEqual([expect.closeTo(10, 9), expect.closeTo(20, 9)]);
  expect(moved.width).toBeCloseTo(6, 9);
  expect(moved.widths![0]).toBeCloseTo(6, 9);
  expect(moved.reach).toBeCloseTo(10, 9);
  expect(projectStroke({ color: '#ff0000', width: 3, points: [[15e6, 20]] }, map)).toBeNull();
});
