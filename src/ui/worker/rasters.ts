import { pictureLayers } from '../../models/look/layers.js';
import { withDpi } from '../../vision/dpi.js';
import type { Picture } from '../../vision/picture.js';
import { withPngProfile, withPsdProfile, withWebpProfile } from '../../vision/profiles/embedProfile.js';
import { inProfile } from '../../vision/profiles/inProfile.js';
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
  const [width, height] = [picture.width, picture.height].map((s) => Math.max(1, Math.round(s * scale)));
  return resized(picture, width, height);
}

export function resized(picture: Picture, width: number, height: number): Picture {
  if (width === picture.width && height === picture.height) return picture;
  const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
  canvas.imageSmoothingQuality = 'high';
  canvas.drawImage(paint(picture), 0, 0, width, height);
  return { width, height, data: canvas.getImageData(0, 0, width, height).data as Picture['data'] };
}

/** A PNG file of a picture, its longer side reduced to `limit` if given. */
async function png(picture: Picture, { dpi, profile }: Pick<EncodeRequest, 'dpi' | 'profile'>, limit?: number) {
  const blob = await paint(limit ? smaller(picture, limit) : picture).convertToBlob({ type: 'image/png' });
  let bytes = new Uint8Array(await blob.arrayBuffer());
  if (dpi !== null && !limit) bytes = withDpi(bytes, dpi);
  return profile ? withPngProfile(bytes, profile) : bytes;
}

/** The last result of a session as a file, or null if there is none. */
export async function encodePicture(session: ColorSession, request: EncodeRequest): Promise<Blob | null> {
  const { format, names, gap, dpi, profile } = request;
  const result = session.picture();
  if (!result) return null;
  const picture = inProfile(result, profile);
  if (format === 'webp') {
    const webp = await paint(picture).convertToBlob({ type: 'image/webp', quality: WEBP_QUALITY });
    return profile
      ? new Blob([withWebpProfile(new Uint8Array(await webp.arrayBuffer()), profile)], { type: 'image/webp' })
      : webp;
  }
  if (format === 'png') return new Blob([await png(picture, request)], { type: 'image/png' });
  const { color, flats, lines, hints } = session.parts(gap, profile)!;
  const keepsPaper = hints.strokes.some(({ empty }) => empty);
  const layers = pictureLayers(color, flats, lines, session.studies.sketch.alpha, keepsPaper, names);
  if (format === 'psd') {
    const { encodePsd } = await import('../../vision/layeredPsd.js'); // half a megabyte that few need
    const psd = encodePsd(layers, picture, dpi ?? undefined);
    return new Blob([profile ? withPsdProfile(psd, profile) : psd], { type: 'image/vnd.adobe.photoshop' });
  }
  const { encodeOra } = await import('../../vision/layeredOra.js');
  const encode = (layer: Picture, limit?: number) => png(layer, request, limit);
  return new Blob([await encodeOra(layers, picture, encode, dpi ?? undefined)], { type: 'image/openraster' });
}
