import { AREA_MAX } from '../../models/sketch/cleanUp.js';
import { readDpi, withDpi } from '../../vision/dpi.js';
import { usableProfile } from '../../vision/profiles/inProfile.js';
import { readProfile } from '../../vision/profiles/readProfile.js';
import type { Sketch } from '../store/project.js';
import { FileError } from './fileError.js';
import { imageHeader } from './imageHeader.js';

/** Bytes of a picture file. */
const FILE_MAX = 256 * 2 ** 20;

/** Pixels a side: what a canvas can draw (a larger one shows nothing, without an error). */
export const SIDE_MAX = 16_384;

/**
 * Decodes a picture file, turned as its EXIF data says and converted to sRGB. Its kind, size and end are checked
 * first, from its bytes and not from its name.
 *
 * @throws FileError if it is no picture, too large or damaged
 */
export async function decodeSketch(file: Blob, name: string): Promise<Sketch> {
  if (file.size > FILE_MAX)
    throw new FileError({ key: 'file.tooManyBytes', values: { name, limit: FILE_MAX / 2 ** 20 } });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const header = imageHeader(bytes);
  if (!header) throw new FileError({ key: file.size === 0 ? 'file.empty' : 'file.notPicture', values: { name } });
  const { width, height } = header;
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > AREA_MAX) {
    throw new FileError({
      key: 'file.tooLarge',
      values: { name, width, height, side: SIDE_MAX, area: AREA_MAX / 1e6 },
    });
  }
  if (header.truncated) throw new FileError({ key: 'file.damaged', values: { name } });
  const typed = new Blob([file], { type: `image/${header.format}` });
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(typed);
  } catch {
    throw new FileError({ key: 'file.damaged', values: { name } });
  }
  return {
    name,
    size: [bitmap.width, bitmap.height],
    bitmap,
    file: typed,
    dpi: readDpi(bytes),
    profile: usableProfile(readProfile(bytes)),
    original: null,
  };
}

/** The sketch as a PNG: the file itself if it is one. */
export async function sketchPng({ file, bitmap, dpi }: Pick<Sketch, 'file' | 'bitmap' | 'dpi'>): Promise<Blob> {
  if (file.type === 'image/png') return file;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  const png = await canvas.convertToBlob({ type: 'image/png' });
  return dpi === null ? png : new Blob([withDpi(new Uint8Array(await png.arrayBuffer()), dpi)], { type: png.type });
}
