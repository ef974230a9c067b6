/** What a picture file says of itself before anything is decoded. */
export interface ImageHeader {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Pixels, before any EXIF rotation. */
  readonly width: number;
  readonly height: number;
  /** The file stops before its last part. Seen for PNG and WebP; a JPEG's end is seen by decoding alone. */
  readonly truncated: boolean;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Reads the header of a PNG, JPEG or WebP file; null for anything else, whatever its name. */
export function imageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG.every((b, i) => bytes[i] === b)) return pngHeader(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(view);
  if (ascii(view, 0) === 'RIFF' && ascii(view, 8) === 'WEBP') return webpHeader(view);
  return null;
}

/** Source: PNG specification, 5.3 (chunk layout) and 11.2.2 (IHDR). */
function pngHeader(view: DataView): ImageHeader | null {
  if (view.byteLength < 33 || ascii(view, 12) !== 'IHDR') return null;
  let at = 8;
  let ended = false;
  while (!ended && at + 12 <= view.byteLength) {
    ended = ascii(view, at + 4) === 'IEND';
    at += 12 + view.getUint32(at);
  }
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20), truncated: !ended };
}

/** Source: ITU-T T.81, B.1.1 (markers) and B.2.2 (frame header). */
function jpegHeader(view: DataView): ImageHeader | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2; // fill byte, or a marker without a body
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame)
      return { format: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5), truncated: false };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Source: WebP container specification and RFC 6386, 9.1. */
function webpHeader(view: DataView): ImageHeader | null {
  if (view.byteLength < 30) return null;
  const truncated = view.getUint32(4, true) + 8 > view.byteLength;
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (ascii(view, 12)) {
    case 'VP8X':
      return { format: 'webp', width: u24(24) + 1, height: u24(27) + 1, truncated };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, truncated };
    }
    case 'VP8 ':
      return {
        format: 'webp',
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        truncated,
      };
    default:
      return null;
  }
}

function ascii(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
