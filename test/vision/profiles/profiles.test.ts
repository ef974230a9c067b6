import psd from 'ag-psd';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePsd } from '../../../src/vision/layeredPsd.js';
import type { Picture } from '../../../src/vision/picture.js';
import { withPngProfile, withPsdProfile, withWebpProfile } from '../../../src/vision/profiles/embedProfile.js';
import { inProfile, usableProfile } from '../../../src/vision/profiles/inProfile.js';
import { readProfile } from '../../../src/vision/profiles/readProfile.js';
import { Random } from '../../../src/vision/random.js';

const [WIDTH, HEIGHT] = [32, 24];

function noise(): Picture {
  const random = new Random('profiles');
  const data = Uint8ClampedArray.from({ length: 4 * WIDTH * HEIGHT }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(random.uniform(0, 256)),
  );
  return { width: WIDTH, height: HEIGHT, data };
}

const raw = { raw: { width: WIDTH, height: HEIGHT, channels: 4 as const } };

/** A picture file with a profile, as another library writes it. */
async function file(format: 'png' | 'jpeg' | 'webp', profile: string): Promise<Uint8Array> {
  return new Uint8Array(
    await sharp(noise().data, raw).removeAlpha().withIccProfile(profile).toFormat(format, { quality: 100 }).toBuffer(),
  );
}

const p3 = async () => readProfile(await file('png', 'p3'))!;

describe('profiles in files', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('a %s gives the profile that another library wrote', async (format) => {
    const written = await file(format, 'p3');
    const { icc } = await sharp(written).metadata();
    expect(Buffer.from(readProfile(written)!).equals(icc!)).toBe(true);
    expect(readProfile(written.subarray(0, 200))).toBeNull();
  });

  test('what is written into a PNG is read by another library; the pixels stay', async () => {
    const profile = await p3();
    const plain = new Uint8Array(await sharp(noise().data, raw).png().toBuffer());
    const tagged = withPngProfile(withPngProfile(plain, Uint8Array.of(1, 2, 3)), profile);
    expect((await sharp(tagged).metadata()).icc!.equals(Buffer.from(profile))).toBe(true);
    const pixels = await sharp(tagged).keepIccProfile().raw().toBuffer();
    expect(pixels.equals(Buffer.from(noise().data))).toBe(true);
  });

  test.each([
    ['lossy', { quality: 90 }, false],
    ['lossy with alpha, which is extended already', { quality: 90 }, true],
    ['lossless', { lossless: true }, false],
    ['lossless with alpha', { lossless: true, exact: true }, true],
  ])('a WebP gets a profile that another library reads, its pixels stay: %s', async (_, options, seeThrough) => {
    const profile = await p3();
    const { data } = noise();
    if (seeThrough) for (let q = 3; q < data.length; q += 8) data[q] = 90;
    const image = seeThrough ? sharp(data, raw) : sharp(data, raw).removeAlpha();
    const plain = new Uint8Array(await image.webp(options).toBuffer());
    for (const icc of [profile, profile.subarray(0, -1)]) {
      const tagged = withWebpProfile(plain, icc);
      const said = await sharp(tagged).metadata();
      expect(said.icc!.equals(Buffer.from(icc))).toBe(true);
      expect([said.width, said.height, said.hasAlpha]).toEqual([WIDTH, HEIGHT, seeThrough]);
    }
    const pixels = (file: Uint8Array) => sharp(file).keepIccProfile().raw().toBuffer();
    expect((await pixels(withWebpProfile(plain, profile))).equals(await pixels(plain))).toBe(true);
  });

  test('a PSD keeps its profile, its resolution and its layers', async () => {
    const profile = await p3();
    const picture = noise();
    const bytes = withPsdProfile(encodePsd([{ name: 'Ink', picture }], picture, 350), profile);
    expect(Buffer.from(readProfile(bytes)!).equals(Buffer.from(profile))).toBe(true);
    const { default: Psd } = await import('@webtoon/psd');
    const read = Psd.parse(bytes.buffer);
    expect([read.width, read.height, read.layers.map((layer: { name: string }) => layer.name)]).toEqual([
      WIDTH,
      HEIGHT,
      ['Ink'],
    ]);
    const again = psd.readPsd(bytes, { skipLayerImageData: true, skipCompositeImageData: true });
    expect(again.imageResources?.resolutionInfo?.horizontalResolution).toBeCloseTo(350, 1);
  });

  test('a compressed profile without end, and one that is none, are left out', async () => {
    const plain = new Uint8Array(await sharp(noise().data, raw).png().toBuffer());
    expect(readProfile(withPngProfile(plain, new Uint8Array(64 * 2 ** 20)))).toBeNull();
    expect(readProfile(withPngProfile(plain, new Uint8Array(500)))).toBeNull();
    expect(readProfile(plain)).toBeNull();
  });
});

describe('colours under a profile', () => {
  test('Display P3 is what another library makes of the same colours', async () => {
    const ours = inProfile(noise(), await p3());
    const theirs = await sharp(noise().data, raw).removeAlpha().withIccProfile('p3').raw().toBuffer();
    let worst = 0;
    for (let p = 0; p < WIDTH * HEIGHT; p++)
      for (let c = 0; c < 3; c++) worst = Math.max(worst, Math.abs(ours.data[4 * p + c] - theirs[3 * p + c]));
    expect(worst).toBeLessThanOrEqual(2);
    expect(Buffer.from(ours.data).equals(Buffer.from(noise().data))).toBe(false);
  });

  test('a profile of sRGB leaves pixels alone; none does too', async () => {
    const srgb = readProfile(await file('png', 'srgb'))!;
    expect(usableProfile(srgb)).toBe(srgb);
    const picture = noise();
    expect(inProfile(picture, srgb)).toBe(picture);
    expect(inProfile(picture, null)).toBe(picture);
  });

  test('profiles of ink and of grey, and damaged ones, are of no use', async () => {
    const cmyk = await sharp(noise().data, raw)
      .removeAlpha()
      .toColourspace('cmyk')
      .withIccProfile('cmyk')
      .jpeg()
      .toBuffer();
    const found = readProfile(new Uint8Array(cmyk));
    expect(found).not.toBeNull();
    expect(usableProfile(found)).toBeNull();
    const profile = await p3();
    for (const length of [140, 200, 300]) expect(usableProfile(profile.slice(0, length))).toBeNull();
    const random = new Random('damage');
    for (let i = 0; i < 300; i++) {
      const damaged = profile.slice();
      for (let k = 0; k < 6; k++) damaged[Math.floor(random.uniform(128, damaged.length))] = random.uniform(0, 256);
      const made = inProfile(noise(), usableProfile(damaged)); // whatever comes, it is a picture
      expect(made.data.length).toBe(4 * WIDTH * HEIGHT);
    }
  });
});
