import { describe, expect, test } from 'vitest';
import { rasterizeHints } from '../../../src/models/hints/rasterizeHints.js';
import { encodeStage1, encodeStage2, stageSizes } from '../../../src/models/paintschainer/encode.js';
import { resizeCubic } from '../../../src/models/paintschainer/resizeCubic.js';
import { rgbToYuv, yuvToRgb } from '../../../src/models/paintschainer/yuv.js';

describe('YUV', () => {
  test('is OpenCV’s matrix; crossed, red and blue change places', () => {
    const [y, u, v] = rgbToYuv(255, 0, 0, 'true');
    expect([y, u, v].map(Math.round)).toEqual([76, 90, 285]);
    expect(rgbToYuv(255, 0, 0, 'crossed')).toEqual(rgbToYuv(0, 0, 255, 'true'));
    expect(rgbToYuv(128, 128, 128, 'crossed').map(Math.round)).toEqual([128, 128, 128]);
  });

  test.each(['crossed', 'true'] as const)('goes there and back, %s', (order) => {
    for (const rgb of [
      [10, 200, 30],
      [255, 255, 255],
      [120, 3, 250],
    ] as [number, number, number][]) {
      const back = yuvToRgb(...rgbToYuv(...rgb, order), order);
      for (let c = 0; c < 3; c++) expect(Math.abs(back[c] - rgb[c])).toBeLessThan(0.6);
    }
  });
});

describe('stages', () => {
  test.each([
    [512, 512, [128, 128], [512, 512]],
    [600, 500, [144, 128], [608, 512]],
    [500, 600, [128, 144], [512, 608]],
    [1000, 333, [384, 128], [1536, 512]],
    [16, 4096, [128, 1024], [512, 4096]],
  ])('%i×%i: small %j, full %j', (width, height, small, full) => {
    expect(stageSizes(width, height)).toEqual({ small, full });
  });

  test('white is 255, no hint is (−512, 128, 128), a hint is its YUV in 8 bits', () => {
    const hints = rasterizeHints({ size: [4, 4], strokes: [{ color: '#ff0000', width: 1, points: [[1.5, 0.5]] }] });
    const planes = encodeStage1(new Float32Array(16).fill(255), hints, 'true');
    expect([planes[0], planes[16], planes[32], planes[48]]).toEqual([255, -512, 128, 128]);
    expect([planes[1], planes[17], planes[33], planes[49]]).toEqual([255, 76, 90, 255]);
    expect(encodeStage2(new Float32Array(2).fill(7), new Float32Array(6).fill(9))).toEqual(
      Float32Array.of(7, 7, 9, 9, 9, 9, 9, 9),
    );
  });
});

describe('cubic enlargement', () => {
  test('keeps constants and a slope, and passes through OpenCV’s values', () => {
    expect(resizeCubic(new Float32Array(12).fill(3), [4, 3], [9, 7]).every((v) => Math.abs(v - 3) < 1e-5)).toBe(true);
    // INTER_CUBIC of [0, 1, 0, 0] to 8: weights of Keys' kernel with a = −0.75 at ±0.25 and ±0.75.
    const line = resizeCubic(Float32Array.of(0, 1, 0, 0), [4, 1], [8, 1]);
    const inner = (d: number) => (1.25 * d - 2.25) * d * d + 1;
    expect(line[2]).toBeCloseTo(inner(0.25), 5);
    expect(line[4]).toBeCloseTo(inner(0.75), 5);
    expect(line[5]).toBeCloseTo(-0.75 * (1.25 ** 3 - 5 * 1.25 ** 2 + 8 * 1.25 - 4), 5);
  });
});
