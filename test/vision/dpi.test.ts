import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readDpi, withDpi } from '../../src/vision/dpi.js';
import { encodePsd } from '../../src/vision/layeredPsd.js';
import { createPicture } from '../../src/vision/picture.js';

const blank = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } });

test('the resolution of PNG and JPEG is read', async () => {
  const png = await blank().withMetadata({ density: 350 }).png().toBuffer();
  expect(readDpi(png)).toBeCloseTo(350, 0);
  const jpeg = await blank().withMetadata({ density: 240 }).jpeg().toBuffer(); // in its EXIF data
  expect(readDpi(jpeg)).toBe(240);
  for (let length = 2; length < 200; length++) readDpi(jpeg.subarray(0, length)); // cut short anywhere, it does not throw
  expect(
    readDpi(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 2, 0, 118, 0, 118, 0, 0])),
  ).toBeCloseTo(299.7, 1);
  expect(readDpi(await blank().png().toBuffer())).toBeNull(); // 1000 pixels a metre, written for want of knowledge
  expect(readDpi(await blank().webp().toBuffer())).toBeNull();
});

test('the resolution of a PSD is pixels an inch, also where it is to be shown in pixels a centimetre', () => {
  const psd = encodePsd([], createPicture(4, 4), 254);
  expect(readDpi(psd)).toBe(254);
  const resource = psd.findIndex((byte, at) => byte === 0x03 && psd[at + 1] === 0xed && psd[at - 1] === 0x4d); // 8BIM 1005
  const unit = resource + 2 + 2 + 4 + 4; // after its number, its empty name, its length and the resolution
  expect(psd[unit + 1]).toBe(1);
  psd[unit + 1] = 2;
  expect(readDpi(psd)).toBe(254);
});

test('a written resolution is read by others, also in place of another', async () => {
  const png = await blank().png().toBuffer();
  const once = withDpi(png, 600);
  expect((await sharp(once).metadata()).density).toBe(600);
  const twice = withDpi(once, 300);
  expect((await sharp(twice).metadata()).density).toBe(300);
  expect(twice.length).toBe(once.length);
});
