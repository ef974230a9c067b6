import { describe, expect, test } from 'vitest';
import { tintLines } from '../../../src/models/look/tintLines.js';
import { createPicture, type Picture } from '../../../src/vision/picture.js';

const [WIDTH, HEIGHT] = [80, 60];

function picture(at: (x: number, y: number) => readonly [number, number, number, number]): Picture {
  const made = createPicture(WIDTH, HEIGHT);
  for (let p = 0; p < WIDTH * HEIGHT; p++) made.data.set(at(p % WIDTH, Math.floor(p / WIDTH)), 4 * p);
  return made;
}
const pixel = ({ data }: Picture, x: number, y: number) => [
  ...data.subarray(4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 4),
];

/** Dark red hair left of a black line, white paper right of another, skin between. */
const color = picture((x) => (x < 20 ? [140, 30, 30, 255] : x < 60 ? [250, 210, 180, 255] : [255, 255, 255, 255]));
const lines = picture((x) => [0, 0, 0, x === 20 ? 255 : x === 60 ? 128 : 0]);

describe('tinted lines', () => {
  test('are as drawn without tint, and keep their opacity with it', () => {
    expect(tintLines(lines, color, 0)).toBe(lines);
    const tinted = tintLines(lines, color, 1);
    expect([pixel(tinted, 20, 30)[3], pixel(tinted, 60, 30)[3], pixel(tinted, 40, 30)[3]]).toEqual([255, 128, 0]);
  });

  test('take the darker of the colours that they bound, and stay darker than it', () => {
    const [r, g, b] = pixel(tintLines(lines, color, 1), 20, 30);
    expect(r).toBeGreaterThan(2 * g);
    expect(Math.abs(g - b)).toBeLessThan(12);
    expect(r).toBeLessThan(100);
    const [skinR, , skinB] = pixel(tintLines(lines, color, 1), 60, 30);
    expect(skinR).toBeGreaterThan(skinB);
    expect(skinR).toBeLessThan(128);
  });

  test('by half are half way', () => {
    const [full] = pixel(tintLines(lines, color, 1), 20, 30);
    expect(pixel(tintLines(lines, color, 0.5), 20, 30)[0]).toBeCloseTo(full / 2, -0.5);
  });
});
