/** Metres in an inch, the unit of PNG's pHYs being pixels a metre. */
const INCH = 0.0254;

/** Pixels a metre that libraries write where they know none. */
const UNKNOWN = 1000;

/**
 * Pixels an inch that a PNG or JPEG file gives, or null. Sources: PNG specification, 11.3.5.3 (pHYs); JFIF 1.02, the APP0
 * segment.
 */
export function readDpi(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let dpi: number | null = null;
  if (bytes[0] === 0x89) {
    const at = findChunk(view, 'pHYs');
    if (at !== null && at + 17 <= bytes.length && bytes[at + 16] === 1) {
      const perMetre = view.getUint32(at + 8);
      if (perMetre !== UNKNOWN) dpi = perMetre * INCH;
    }
  } else if (bytes[0] === 0xff && bytes.length > 18 && ascii(view, 6) === 'JFIF') {
    const unit = bytes[13];
    if (unit === 1 || unit === 2) dpi = view.getUint16(14) * (unit === 2 ? 2.54 : 1);
  }
  return dpi !== null && dpi >= 1 && dpi <= 10_000 ? Math.round(dpi * 100) / 100 : null;
}

/** The PNG file with its resolution written, in place of any it has. */
export function withDpi(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const old = findChunk(view, 'pHYs');
  const rest = old === null ? png : joined([png.subarray(0, old), png.subarray(old + 12 + view.getUint32(old))]);
  const chunk = new Uint8Array(21);
  const out = new DataView(chunk.buffer);
  out.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4); // pHYs
  out.setUint32(8, Math.round(dpi / INCH));
  out.setUint32(12, Math.round(dpi / INCH));
  chunk[16] = 1; // pixels a metre
  out.setUint32(17, crc32(chunk.subarray(4, 17)));
  const afterHeader = 8 + 25; // signature and IHDR
  return joined([rest.subarray(0, afterHeader), chunk, rest.subarray(afterHeader)]);
}

/** Where a chunk of a PNG begins, before the picture's data; null if it has none. */
function findChunk(view: DataView, type: string): number | null {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const name = ascii(view, at + 4);
    if (name === type) return at;
    if (name === 'IDAT') return null;
  }
  return null;
}

function ascii(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Source: PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
