import { describe, expect, test } from 'vitest';
import { featureDistance, pictureFeatures } from '../../../src/vision/metrics/featureDistance.js';
import { psnr } from '../../../src/vision/metrics/psnr.js';
import { ssim } from '../../../src/vision/metrics/ssim.js';
import { createPicture, type Picture, PictureError } from '../../../src/vision/picture.js';
import { Random } from '../../../src/vision/random.js';

function noise(seed: string, width = 24, height = 17): Picture {
  const random = new Random(seed);
  const picture = createPicture(width, height);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = i % 4 === 3 ? 255 : random.integer(0, 256);
  return picture;
}

describe('pictures compared', () => {
  test('with themselves', () => {
    const picture = noise('a');
    expect(psnr(picture, picture)).toBe(Infinity);
    expect(ssim(picture, picture)).toBeCloseTo(1, 5);
  });

  test('PSNR of white and black is 0 dB; of a step of one 48.13 dB', () => {
    const white = createPicture(5, 4, [255, 255, 255, 255]);
    expect(psnr(white, createPicture(5, 4, [0, 0, 0, 255]))).toBeCloseTo(0, 6);
    expect(psnr(white, createPicture(5, 4, [254, 254, 254, 255]))).toBeCloseTo(48.1308, 3);
  });

  test('SSIM falls with noise, and is small for unlike pictures', () => {
    const picture = noise('a', 64, 64);
    const near: Picture = {
      ...picture,
      data: picture.data.map((value, i) => (i % 4 === 3 ? 255 : value + ((i * 7) % 20) - 10)),
    };
    expect(ssim(picture, near)).toBeGreaterThan(0.95);
    expect(ssim(picture, noise('b', 64, 64))).toBeLessThan(0.2);
  });

  test('feature distance: nothing for equal pictures, symmetric, and larger the less they have in common', () => {
    const distance = (a: Picture, b: Picture) => featureDistance(pictureFeatures(a), pictureFeatures(b));
    const disc = (radius: number, [r, g, b]: readonly number[], left = 32): Picture => {
      const picture = createPicture(64, 64, [255, 255, 255, 255]);
      for (let p = 0; p < 64 * 64; p++) {
        if (Math.hypot((p % 64) - left, Math.floor(p / 64) - 32) < radius) picture.data.set([r, g, b], 4 * p);
      }
      return picture;
    };
    const red = disc(20, [200, 40, 40]);
    expect(distance(red, red)).toBe(0);
    const shifted = distance(red, disc(20, [200, 40, 40], 33));
    const recolored = distance(red, disc(20, [40, 40, 200]));
    const reshaped = distance(red, disc(8, [200, 40, 40]));
    const unrelated = distance(red, noise('a', 64, 64));
    expect(distance(disc(8, [200, 40, 40]), red)).toBeCloseTo(reshaped, 9);
    expect([shifted, recolored, reshaped, unrelated]).toEqual([shifted, recolored, reshaped, unrelated].sort());
    expect(unrelated).toBeGreaterThan(0.35);
    expect(unrelated).toBeLessThan(1);
    // A blotch that PSNR hardly sees counts.
    const blotched: Picture = { ...red, data: red.data.slice() };
    for (let p = 0; p < 64 * 64; p++) if ((p % 7) + (Math.floor(p / 64) % 5) < 2) blotched.data[4 * p + 1] -= 12;
    expect(distance(red, blotched)).toBeGreaterThan(shifted / 2);
    expect(() => distance(noise('a', 4, 5), noise('a', 5, 4))).toThrow('4 × 5 with 5 × 4');
  });

  test.each([psnr, ssim])('pictures of two sizes are refused', (metric) => {
    expect(() => metric(noise('a', 4, 5), noise('a', 5, 4))).toThrow(PictureError);
    expect(() => metric(noise('a', 4, 5), noise('a', 5, 4))).toThrow('4 × 5 with 5 × 4');
  });
});
