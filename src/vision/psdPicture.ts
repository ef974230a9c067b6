import type { Picture } from './picture.js';
import { viewOf } from './pngChunks.js';

/**
 * Width and height that a PSD or PSB says, from its first 26 bytes; null where the file is none. Source: Adobe Photoshop File
 * Formats Specification, File Header Section.
 */
export function psdSize(head: Uint8Array): { width: number; height: number } | null {
  if (head.length < 26 || new TextDecoder('latin1').decode(head.subarray(0, 4)) !== '8BPS') return null;
  const view = viewOf(head);
  return { width: view.getUint32(18), height: view.getUint32(14) };
}

/**
 * The picture as a whole that a PSD or PSB was saved with, under its own colour profile; of its layers nothing is decoded. Check
 * `psdSize` first.
 *
 * @returns null for one saved without it (Photoshop's "Maximize compatibility" off)
 * @throws Error of the reader: damaged, or a colour mode that it does not know
 */
export async function readPsd(bytes: Uint8Array): Promise<Picture | null> {
  const { default: psd } = await import('ag-psd'); // half a megabyte that few files need
  psd.initializeCanvas(
    () => {
      throw new Error('layers are not read');
    },
    (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }) as ImageData,
  );
  const document = psd.readPsd(bytes, { useImageData: true, skipLayerImageData: true, skipThumbnail: true });
  if (!document.imageData) return null;
  const { width, height, data } = document.imageData;
  return { width, height, data: new Uint8ClampedArray(data) };
}
