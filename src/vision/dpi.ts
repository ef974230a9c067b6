import { jpegSegments } from './jpegSegments.js';
import { ascii, findChunk, viewOf, withChunk } from './pngChunks.js';
import { psdResource } from './psdResources.js';

/** Metres in an inch, the unit of PNG's pHYs being pixels a metre. */
const INCH = 0.0254;

/** Pixels a metre that libraries write where they know none. */
const UNKNOWN = 1000;

/**
 * Pixels an inch that a PNG, JPEG or PSD file gives, or null. Sources: PNG specification, 11.3.5.3 (pHYs); JFIF 1.02, the APP0
 * segment; Exif 2.3, the resolution of the first directory, which scanners and cameras write; Adobe Photoshop File Formats
 * Specification, image resource 1005.
 */
export function readDpi(bytes: Uint8Array): number | null {
  const view = viewOf(bytes);
  let dpi: number | null = null;
  if (bytes[0] === 0x89) {
    const at = findChunk(bytes, 'pHYs');
    if (at !== null && at + 17 <= bytes.length && bytes[at + 16] === 1) {
      const perMetre = view.getUint32(at + 8);
      if (perMetre !== UNKNOWN) dpi = perMetre * INCH;
    }
  } else if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    for (const { marker, data } of jpegSegments(bytes)) {
      if (marker === 0xe0) dpi ??= jfifDpi(data);
      if (marker === 0xe1) dpi ??= exifDpi(data);
    }
  } else {
    // Pixels an inch in 16.16, whatever unit it is shown in.
    const resolution = psdResource(bytes, 1005);
    if (resolution && resolution.length >= 4) dpi = viewOf(resolution).getUint32(0) / 2 ** 16;
  }
  return dpi !== null && dpi >= 1 && dpi <= 10_000 ? Math.round(dpi * 100) / 100 : null;
}

function jfifDpi(data: Uint8Array): number | null {
  if (data.length < 12 || ascii(viewOf(data), 0) !== 'JFIF') return null;
  const unit = data[7];
  return unit === 1 || unit === 2 ? viewOf(data).getUint16(8) * (unit === 2 ? 2.54 : 1) : null;
}

const X_RESOLUTION = 0x011a;
const RESOLUTION_UNIT = 0x0128;

function exifDpi(data: Uint8Array): number | null {
  if (data.length < 20 || ascii(viewOf(data), 0) !== 'Exif') return null;
  const tiff = viewOf(data.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  try {
    const directory = tiff.getUint32(4, little);
    let perUnit: number | null = null;
    let unit = 2; // inches
    for (let i = 0, at = directory + 2; i < tiff.getUint16(directory, little); i++, at += 12) {
      const tag = tiff.getUint16(at, little);
      if (tag === RESOLUTION_UNIT) unit = tiff.getUint16(at + 8, little);
      if (tag === X_RESOLUTION) {
        const value = tiff.getUint32(at + 8, little);
        perUnit = tiff.getUint32(value, little) / tiff.getUint32(value + 4, little);
      }
    }
    return perUnit === null ? null : perUnit * (unit === 3 ? 2.54 : 1);
  } catch {
    return null; // it points beyond its end
  }
}

/** The PNG file with its resolution written, in place of any it has. */
export function withDpi(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(9);
  const out = viewOf(data);
  out.setUint32(0, Math.round(dpi / INCH));
  out.setUint32(4, Math.round(dpi / INCH));
  data[8] = 1; // pixels a metre
  return withChunk(png, 'pHYs', data);
}
