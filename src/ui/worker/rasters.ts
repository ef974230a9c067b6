import type { Picture } from '../../vision/picture.js';
import { pictureLayers } from '../look/layers.js';
import type { ColorSession } from './colorSession.js';
import type { EncodeRequest } from './protocol.js';

/** Quality of WebP files; at 0.95 lines show no ringing. */
const WEBP_QUALITY = 0.95;

/** Pixels of a picture file, turned as its EXIF data says, in sRGB; its longer side reduced to `limit` if given. */
export async function decode(file: Blob, limit = Number.POSITIVE_INFINITY): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, limit / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  canvas.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, data: canvas.getImageData(0, 0, width, height).data as Picture['data'] };
}

export function paint({ width, height, data }: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

/** A copy whose longer side is at most `side`. */
export function smaller(picture: Picture, side: number): Picture {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  if (scale === 1) return picture;
  const [width, height] = [picture.width, picture.height].map((s) => Math.max(1, Math.round(s * scale)));
  const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
  canvas.imageSmoothingQuality = 'high';
  canvas.drawImage(paint(picture), 0, 0, width, height);
  return { width, height, data: canvas.getImageData(0, 0, width, height).data as Picture['data'] };
}

async function png(picture: Picture, limit?: number): Promise<Uint8Array> {
  const blob = await paint(limit ? smaller(picture, limit) : picture).convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The last result of a session as a file, or null if there is none. */
export async function encodePicture(
  session: ColorSession,
  { format, names, gap, dpi }: EncodeRequest,
): Promise<Blob | null> {
  const picture = session.picture();
  if (!picture) return null;
  if (format === 'png') return paint(picture).convertToBlob({ type: 'image/png' });
  if (format === 'webp') return paint(picture).convertToBlob({ type: 'image/webp', quality: WEBP_QUALITY });
  const { color, flats, lines, hints } = session.parts(gap)!;
  const keepsPaper = hints.strokes.some(({ empty }) => empty);
  const layers = pictureLayers(color, flats, lines, session.studies.sketch.alpha, keepsPaper, names);
  if (format === 'psd') {
    const { encodePsd } = await import('../../vision/layeredPsd.js'); // half a megabyte that few need
    return new Blob([encodePsd(layers, picture, dpi ?? undefined)], { type: 'image/vnd.adobe.photoshop' });
  }
  const { encodeOra } = await import('../../vision/layeredOra.js');
  return new Blob([await encodeOra(layers, picture, png, dpi ?? undefined)], { type: 'image/openraster' });
}
