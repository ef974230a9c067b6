import { Unzip, UnzipInflate } from 'fflate';
import { joined } from './pngChunks.js';

/** Bytes of the picture in an ORA once inflated. */
const MERGED_MAX = 256 * 2 ** 20;

/** Whether a file begins as an ORA does: a ZIP whose first entry, stored, is `mimetype`. Source: OpenRaster 0.0.6, file layout. */
export function isOra(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 54));
  return text.startsWith('PK\x03\x04') && text.slice(30) === 'mimetypeimage/openraster';
}

/** The picture as a whole that an ORA carries, a PNG file; null where it has none, one of another kind, or too much of it. */
export function mergedImage(ora: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let failed = false;
  const unzip = new Unzip((entry) => {
    if (entry.name !== 'mergedimage.png' || pieces.length > 0) return;
    entry.ondata = (error, piece) => {
      size += piece?.length ?? 0;
      if (error || size > MERGED_MAX) {
        failed = true;
        entry.terminate();
      } else pieces.push(piece.slice());
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    const step = 2 ** 16;
    for (let at = 0; at < ora.length && !failed; at += step) {
      unzip.push(ora.subarray(at, at + step), at + step >= ora.length);
    }
  } catch {
    failed = true;
  }
  const png = failed ? null : joined(pieces);
  return png?.[0] === 0x89 && png[1] === 0x50 ? png : null; // no ORA in an ORA, which could go on for ever
}
