import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageHeader } from '../../../src/ui/files/imageHeader.js';

const picture = () => sharp({ create: { width: 37, height: 21, channels: 4, background: '#fff8' } });
const withOrientation = () => picture().withMetadata({ orientation: 6 });

describe('imageHeader', () => {
  test.each([
    ['png', () => picture().png()],
    ['jpeg', () => picture().jpeg()],
    ['jpeg', () => picture().jpeg({ progressive: true })],
    ['jpeg', () => withOrientation().jpeg()],
    ['webp', () => picture().webp()],
    ['webp', () => picture().webp({ lossless: true })],
    ['webp', () => picture().flatten().webp()],
    ['webp', () => withOrientation().webp()],
  ])('reads %s (%#)', async (format, encode) => {
    const bytes = await encode().toBuffer();
    expect(imageHeader(bytes)).toEqual({ format, width: 37, height: 21, truncated: false });
  });

  test('sees that a PNG or WebP is cut short', async () => {
    for (const bytes of [await picture().png().toBuffer(), await picture().webp().toBuffer()]) {
      expect(imageHeader(bytes.subarray(0, bytes.length - 3))?.truncated).toBe(true);
    }
  });

  test('takes nothing else for a picture, nor falls over any beginning of one', async () => {
    expect(imageHeader(new TextEncoder().encode('Dear diary, this is no picture at all.'))).toBeNull();
    for (const bytes of [
      await picture().png().toBuffer(),
      await picture().jpeg().toBuffer(),
      await picture().webp().toBuffer(),
    ]) {
      for (let length = 0; length < Math.min(bytes.length, 200); length++) {
        expect(() => imageHeader(bytes.subarray(0, length))).not.toThrow();
      }
    }
  });
});
