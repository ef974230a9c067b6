import { open, readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { explainWriteFailure, writeFileAtomic } from './atomicFile.node.js';
import { readDpi, withDpi } from './dpi.js';
import { isOra, mergedImage } from './oraPicture.js';
import { checkSize, type Picture, PictureError } from './picture.js';
import { withPngProfile } from './profiles/embedProfile.js';
import { readProfile } from './profiles/readProfile.js';
import { psdSize, readPsd } from './psdPicture.js';

/** File name endings of the pictures that are read, lower case, with the dot. */
const PICTURE_EXTENSIONS = [
  '.png',
  '.jpg',
  '.jpeg',
  '.webp',
  '.tif',
  '.tiff',
  '.gif',
  '.svg',
  '.avif',
  '.psd',
  '.psb',
  '.ora',
] as const;

const FORMATS = new Set(['png', 'jpeg', 'webp', 'tiff', 'gif', 'svg', 'heif']);

/** Whether a file's name says that it is a picture this program reads. */
export function isPictureName(name: string): boolean {
  return (PICTURE_EXTENSIONS as readonly string[]).includes(extname(name).toLowerCase());
}

/** What a picture's header says, before anything is decoded. Sizes are those after EXIF rotation. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly format: string;
}

// sharp stops at 268 megapixels by itself, with its own words; the sizes are checked here instead. Warnings (an odd
// colour profile, an unknown chunk) do not stop a picture, missing or broken pixels do.
const options = { limitInputPixels: false, failOn: 'error' } as const;

const nameOf = (source: string | Uint8Array) => (typeof source === 'string' ? source : 'picture');

/**
 * Reads only the header of a picture and checks that it can be decoded here.
 *
 * @param source a file's path, or the file's bytes
 * @throws PictureError `not-found`, `unreadable`, `not-a-picture`, `damaged` or `too-large`
 */
export async function readPictureHeader(source: string | Uint8Array, name = nameOf(source)): Promise<PictureHeader> {
  await checkFile(source, name);
  const head = await headOf(source, name);
  const psd = psdSize(head);
  if (psd) {
    checkSize(psd.width, psd.height, name);
    return { ...psd, format: 'psd' };
  }
  if (isOra(head)) return { ...(await readPictureHeader(await flatFile(source, name), name)), format: 'ora' };
  let header: Metadata;
  try {
    header = await sharp(source, options).metadata();
  } catch (error) {
    throw decodeFailure(error, name);
  }
  if (!FORMATS.has(header.format)) {
    throw new PictureError('not-a-picture', `${name}: ${header.format} pictures are not read; save it as PNG`);
  }
  if (header.compression === 'hevc') {
    throw new PictureError('not-a-picture', `${name}: HEIC pictures are not read; save it as JPEG or PNG`);
  }
  checkSize(header.width, header.height, name);
  const { width, height } = header.autoOrient;
  return { width, height, format: header.format };
}

/**
 * Reads a picture: PNG, JPEG, WebP, TIFF, GIF (first frame), SVG, AVIF, PSD or ORA (what they show as a whole); grey, RGB or
 * CMYK, 8 or 16 bits, with or without alpha. Turned upright by its EXIF tag and converted from its colour profile to sRGB.
 *
 * @param source a file's path, or the file's bytes
 * @param name   what the picture is called in messages; the path unless given
 * @throws PictureError `not-found`, `unreadable`, `not-a-picture`, `damaged` or `too-large`
 */
export async function readPicture(source: string | Uint8Array, name = nameOf(source)): Promise<Picture> {
  const file = await flatFile(source, name);
  await readPictureHeader(file, name);
  try {
    const { data, info } = await sharp(file, options)
      .autoOrient()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    // sharp's buffer may lie in a pool, at any offset: the picture owns its bytes.
    const pixels = new Uint8ClampedArray(width * height * 4);
    pixels.set(data);
    return { width, height, data: pixels };
  } catch (error) {
    throw decodeFailure(error, name);
  }
}

/** Most bytes of a PSD or ORA that is read: it is held whole, its layers too. */
const LAYERED_MAX = 2 ** 30;

/**
 * A file that codecs read: the picture that a PSD or ORA shows as a PNG file, with its resolution and profile; any other file as it
 * is.
 *
 * @throws PictureError
 */
export async function flatFile(source: string | Uint8Array, name = nameOf(source)): Promise<string | Uint8Array> {
  await checkFile(source, name);
  const head = await headOf(source, name);
  const ora = isOra(head);
  const size = psdSize(head);
  if (!ora && !size) return source;
  if (size) checkSize(size.width, size.height, name);
  const length = typeof source === 'string' ? (await stat(source)).size : source.length;
  if (length > LAYERED_MAX)
    throw new PictureError('too-large', `${name}: ${length} bytes are too many; export it as PNG`);
  const bytes = typeof source === 'string' ? await readFile(source) : source;
  if (!ora) return pngOfPsd(bytes, name);
  const png = mergedImage(bytes);
  if (!png) throw new PictureError('damaged', `${name}: the picture is damaged or cut short; export or copy it again`);
  return png;
}

async function pngOfPsd(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  let picture: Picture | null;
  try {
    picture = await readPsd(bytes);
  } catch (cause) {
    const { message } = cause as Error;
    throw new PictureError('damaged', `${name}: the PSD cannot be read (${message}); export it as PNG`, { cause });
  }
  if (!picture) {
    const how = 'save it with "Maximize compatibility", or export it as PNG';
    throw new PictureError('not-a-picture', `${name}: only its layers are in it, not what they show; ${how}`);
  }
  const [dpi, profile] = [readDpi(bytes), readProfile(bytes)];
  const png = await encodePicture(picture);
  const tagged = dpi === null ? png : withDpi(png, dpi);
  return profile ? withPngProfile(tagged, profile) : tagged;
}

/** Formats that pictures are written in; both lossless. */
export type PictureFormat = 'png' | 'webp';

/** A picture as the bytes of a PNG or lossless WebP file; an opaque one is stored without alpha. */
export async function encodePicture(picture: Picture, format: PictureFormat = 'png'): Promise<Uint8Array> {
  const { width, height, data } = picture;
  checkSize(width, height);
  let image = sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
  if (isOpaque(picture)) image = image.removeAlpha();
  image = format === 'png' ? image.png() : image.webp({ lossless: true, exact: true });
  return image.toBuffer();
}

/**
 * Writes a picture whole or not at all (`writeFileAtomic`).
 *
 * @param path   ends in .png or .webp, unless `format` is given
 * @throws PictureError `unwritable`
 */
export async function writePicture(path: string, picture: Picture, format = formatOf(path)): Promise<void> {
  try {
    await writeFileAtomic(path, await encodePicture(picture, format));
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw new PictureError('unwritable', `cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}

function formatOf(path: string): PictureFormat {
  const extension = extname(path).toLowerCase();
  if (extension === '.png') return 'png';
  if (extension === '.webp') return 'webp';
  throw new PictureError('unwritable', `cannot write ${path}: the name must end in .png or .webp`);
}

function isOpaque({ data }: Picture): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

async function checkFile(source: string | Uint8Array, name: string): Promise<void> {
  if (typeof source !== 'string') {
    if (source.length === 0) throw new PictureError('not-a-picture', `${name}: it is empty; export it again`);
    return;
  }
  try {
    const file = await stat(source);
    if (file.isDirectory()) throw new PictureError('not-found', `${name}: it is a folder; name a picture file`);
    // It is read more than once, and from places in it.
    if (!file.isFile()) throw new PictureError('unreadable', `${name}: it is no plain file; save the picture first`);
    if (file.size === 0) throw new PictureError('not-a-picture', `${name}: the file is empty; export it again`);
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new PictureError('not-found', `${name}: no such file; check the path`, { cause: error });
    }
    throw unreadable(name, code, message, error);
  }
}

/** Bytes at the beginning of a file that tell a PSD or ORA. */
const HEAD = 54;

async function headOf(source: string | Uint8Array, name: string): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, HEAD);
  try {
    await using file = await open(source);
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw unreadable(name, code, message, error);
  }
}

function unreadable(name: string, code: string | undefined, message: string, cause: unknown): PictureError {
  const reason = code === 'EACCES' || code === 'EPERM' ? 'you may not read it; change its permissions' : message;
  return new PictureError('unreadable', `${name}: ${reason}`, { cause });
}

/** Sorts what the codec says into our kinds; its own text stays as the cause. */
function decodeFailure(cause: unknown, name: string): PictureError {
  const message = cause instanceof Error ? cause.message : `${cause}`;
  if (/permission denied|EACCES/i.test(message)) return unreadable(name, 'EACCES', message, cause);
  if (/unsupported image format|not a known (file|buffer) format|is missing/i.test(message)) {
    return new PictureError(
      'not-a-picture',
      `${name}: not a picture this program reads; save it as PNG, JPEG or WebP`,
      { cause },
    );
  }
  return new PictureError('damaged', `${name}: the picture is damaged or cut short; export or copy it again`, {
    cause,
  });
}
