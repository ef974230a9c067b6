import { viewOf } from './pngChunks.js';

/** The segments of a JPEG before its picture's data: marker (0xe0 for APP0, …) and contents. Source: ITU-T T.81, annex B. */
export function* jpegSegments(jpeg: Uint8Array): Generator<{ marker: number; data: Uint8Array }> {
  const view = viewOf(jpeg);
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + view.getUint16(at + 2);
    if (end > jpeg.length || end < at + 4) return;
    yield { marker: jpeg[at + 1], data: jpeg.subarray(at + 4, end) };
    at = end;
  }
}
