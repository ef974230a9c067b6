import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDpi, withDpi } from '../../src/vision/dpi.js';
import {
  encodePicture,
  flatFile,
  readPicture,
  readPictureHeader,
  writePicture,
} from '../../src/vision/imageFile.node.js';
import { encodeOra } from '../../src/vision/layeredOra.js';
import { encodePsd } from '../../src/vision/layeredPsd.js';
import { createPicture, type Picture, PictureError } from '../../src/vision/picture.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'irodori-image-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** 3 × 2: red, green, blue over half-transparent yellow, white, black. */
const flag: Picture = {
  width: 3,
  height: 2,
  data: new Uint8ClampedArray([
    ...[255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255],
    ...[255, 255, 0, 128, 255, 255, 255, 255, 0, 0, 0, 255],
  ]),
};

const pixel = (picture: Picture, x: number, y: number) => {
  const at = (y * picture.width + x) * 4;
  return [...picture.data.subarray(at, at + 4)];
};

/** A PNG that says it has this size and holds a few bytes of pixels. */
function pngHeader(width: number, height: number): Uint8Array {
  const chunk = (type: string, body: Buffer) => {
    const data = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const out = Buffer.alloc(data.length + 8);
    out.writeUInt32BE(body.length, 0);
    data.copy(out, 4);
    out.writeUInt32BE(crc32(data), data.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(PictureError);
      expect((error as Error).message).not.toContain('\n');
      return error as PictureError;
    },
  );

describe('reading', () => {
  test.each(['png', 'webp'] as const)('what was written as %s comes back, alpha included', async (format) => {
    const path = join(folder, `flag.${format}`);
    await writePicture(path, flag);
    expect(await readPicture(path)).toEqual(flag);
    expect(await readPictureHeader(path)).toEqual({ width: 3, height: 2, format });
    expect(await readPicture(await encodePicture(flag, format))).toEqual(flag);
  });

  test.each([
    ['grey', 8],
    ['grey', 16],
    ['rgb', 16],
  ] as const)('%s PNG of %i bits', async (kind, depth) => {
    const full = depth === 16 ? 65535 : 255;
    const values = kind === 'grey' ? [0, full / 2, full] : [full, 0, 0, 0, full / 2, full];
    const data = depth === 16 ? Uint16Array.from(values) : Uint8Array.from(values);
    const channels = kind === 'grey' ? 1 : 3;
    const file = await sharp(data, { raw: { width: values.length / channels, height: 1, channels } })
      .toColourspace(kind === 'grey' ? (depth === 16 ? 'grey16' : 'b-w') : 'rgb16')
      .png()
      .toBuffer();
    expect((await sharp(file).metadata()).depth).toBe(depth === 16 ? 'ushort' : 'uchar');
    const picture = await readPicture(file);
    if (kind === 'grey') {
      expect(picture.width).toBe(3);
      expect(pixel(picture, 0, 0)).toEqual([0, 0, 0, 255]);
      expect(Math.abs(pixel(picture, 1, 0)[1] - 127)).toBeLessThan(2);
      expect(pixel(picture, 2, 0)).toEqual([255, 255, 255, 255]);
    } else {
      expect(pixel(picture, 0, 0)).toEqual([255, 0, 0, 255]);
      expect(pixel(picture, 1, 0)[2]).toBe(255);
      expect(Math.abs(pixel(picture, 1, 0)[1] - 127)).toBeLessThan(2);
    }
  });

  test('CMYK JPEG', async () => {
    const file = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#d04020' } })
      .toColourspace('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(4);
    const [r, g, b, a] = pixel(await readPicture(file), 8, 8);
    expect(a).toBe(255);
    expect(r).toBeGreaterThan(150);
    expect(g).toBeLessThan(110);
    expect(b).toBeLessThan(90);
  });

  test('EXIF rotation is applied: orientation 6 stands on its right side', async () => {
    const file = await sharp(flag.data, { raw: { width: 3, height: 2, channels: 4 } })
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const picture = await readPicture(file);
    expect([picture.width, picture.height]).toEqual([2, 3]);
    expect(await readPictureHeader(file)).toMatchObject({ width: 2, height: 3 });
    expect(pixel(picture, 1, 0)).toEqual([255, 0, 0, 255]);
    expect(pixel(picture, 0, 2)).toEqual([0, 0, 0, 255]);
  });

  test('a colour profile is converted to sRGB', async () => {
    const file = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#40c040' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const [r, g, b] = pixel(await readPicture(file), 1, 1);
    expect(Math.abs(r - 0x40) + Math.abs(g - 0xc0) + Math.abs(b - 0x40)).toBeLessThan(6);
  });

  test('SVG', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="4" height="4" fill="#00f"/></svg>';
    const picture = await readPicture(Buffer.from(svg));
    expect([picture.width, picture.height]).toEqual([8, 4]);
    expect(pixel(picture, 1, 1)).toEqual([0, 0, 255, 255]);
    expect(pixel(picture, 6, 1)[3]).toBe(0);
  });
});

test('a PSD is read as it looks, its transparency and colours too', async () => {
  const picture = createPicture(8, 6, [200, 100, 50, 255]);
  picture.data.set([0, 0, 255, 128], 4 * 9);
  const path = join(folder, 'layers.psd');
  await writeFile(path, encodePsd([{ name: 'one', picture: createPicture(8, 6) }], picture, 300));
  expect(await readPictureHeader(path)).toEqual({ width: 8, height: 6, format: 'psd' });
  expect(await readPicture(path)).toEqual(picture);
  expect(readDpi(await readFile(path))).toBe(300);
});

test('an ORA is read as it looks, with its resolution', async () => {
  const picture = createPicture(8, 6, [200, 100, 50, 255]);
  const encode = async (shown: Picture) => withDpi(await encodePicture(shown), 300);
  const path = join(folder, 'layers.ora');
  await writeFile(path, await encodeOra([{ name: 'one', picture: createPicture(8, 6) }], picture, encode));
  expect(await readPictureHeader(path)).toEqual({ width: 8, height: 6, format: 'ora' });
  expect(await readPicture(path)).toEqual(picture);
  expect(readDpi((await flatFile(path)) as Uint8Array)).toBe(300);
});

describe('bad input', () => {
  test('a missing file and a folder', async () => {
    expect(await failure(readPicture(join(folder, 'none.png')))).toMatchObject({ code: 'not-found' });
    expect(await failure(readPicture(folder))).toMatchObject({ code: 'not-found' });
  });

  test('a text file named .png, and an empty one', async () => {
    const path = join(folder, 'text.png');
    await writeFile(path, 'This is not a picture.\n'.repeat(20));
    const error = await failure(readPicture(path));
    expect(error.code).toBe('not-a-picture');
    expect(error.message).toContain(path);
    await writeFile(path, '');
    expect(await failure(readPicture(path))).toMatchObject({ code: 'not-a-picture' });
  });

  test('a PSD that is cut short, or was saved without the picture as a whole', async () => {
    const path = join(folder, 'cut.psd');
    const psd = encodePsd([], createPicture(8, 6, [255, 0, 0, 255]));
    await writeFile(path, psd.subarray(0, psd.length - 40));
    expect(await failure(readPicture(path))).toMatchObject({ code: 'damaged' });
    const huge = psd.slice();
    new DataView(huge.buffer).setUint32(14, 60_000);
    expect(await failure(readPicture(huge))).toMatchObject({ code: 'too-large' });
  });

  test('an ORA in an ORA, one without a picture, and one that is cut short', async () => {
    const encode = (picture: Picture) => encodePicture(picture);
    const inner = await encodeOra([], createPicture(8, 6), encode);
    const outer = zipSync({
      mimetype: [new TextEncoder().encode('image/openraster'), { level: 0 }],
      'mergedimage.png': inner,
    });
    const empty = zipSync({ mimetype: [new TextEncoder().encode('image/openraster'), { level: 0 }] });
    for (const bytes of [outer, empty, inner.subarray(0, 100)])
      expect(await failure(readPicture(bytes))).toMatchObject({ code: 'damaged' });
  });

  test('a phone’s HEIC is told by its name', async () => {
    const path = join(folder, 'photo.heic');
    await writeFile(path, Buffer.from(HEIC, 'base64'));
    const error = await failure(readPicture(path));
    expect(error).toMatchObject({
      code: 'not-a-picture',
      message: expect.stringContaining('HEIC pictures are not read'),
    });
  });

  test.each(['png', 'jpeg', 'webp'] as const)('a truncated %s', async (format) => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919 * (i % 13)) & 255);
    const file = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      [format]()
      .toBuffer();
    expect(await failure(readPicture(file.subarray(0, file.length / 2)))).toMatchObject({ code: 'damaged' });
  });

  test('a header of 60,000 × 60,000 pixels is refused before decoding', async () => {
    const before = process.memoryUsage().rss;
    const error = await failure(readPicture(pngHeader(60_000, 60_000)));
    expect(error.code).toBe('too-large');
    expect(error.message).toContain('60000 × 60000');
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test('more than 100 megapixels are refused, though each side is allowed', async () => {
    expect(await failure(readPicture(pngHeader(16_000, 16_000)))).toMatchObject({ code: 'too-large' });
  });

  test('pixels that are missing behind a good header', async () => {
    expect(await failure(readPicture(pngHeader(200, 200)))).toMatchObject({ code: 'damaged' });
  });
});

describe('writing', () => {
  test('into a folder that is not there says so', async () => {
    const error = await failure(writePicture(join(folder, 'no', 'such', 'a.png'), flag));
    expect(error.code).toBe('unwritable');
    expect(error.message).toContain('folder does not exist');
  });

  test('over a folder fails and leaves nothing behind', async () => {
    const target = join(folder, 'target.png');
    await mkdir(join(target, 'inside'), { recursive: true });
    expect(await failure(writePicture(target, flag))).toMatchObject({ code: 'unwritable' });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('a read-only folder is explained', async () => {
    const locked = join(folder, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o500);
    const error = await failure(writePicture(join(locked, 'a.png'), flag));
    expect(error.message).toContain('may not write');
  });

  test('an unknown ending is refused', async () => {
    expect(await failure(writePicture(join(folder, 'a.bmp'), flag))).toMatchObject({ code: 'unwritable' });
  });

  test('sizes are checked', () => {
    expect(() => createPicture(0, 5)).toThrow(PictureError);
    expect(() => createPicture(20_000, 5)).toThrow('too many');
  });
});

/** 64 × 64 white pixels in HEVC, by ImageMagick. */
const HEIC =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAT9tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFjAAEAAAAAAAAAGAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAv2lwcnAAAAChaXBjbwAAAHVodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQAoQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAAgbWRhdAAAABQoAa8TgOWW0c7//NFUfzC9uiptgA==';
