import { Unzlib } from 'fflate';
import { jpegSegments } from '../jpegSegments.js';
import { ascii, chunkData, joined, viewOf } from '../pngChunks.js';
import { psdResource } from '../psdResources.js';

/** Bytes of a profile that are kept; those of printers run to megabytes, and are of no use here. */
const PROFILE_MAX = 4 * 2 ** 20;

/**
 * The ICC profile in a PNG, JPEG, WebP or PSD file, or null. Sources: PNG specification, 11.3.3.3 (iCCP); ICC.1:2010, annex B.4 (JPEG);
 * WebP container specification (ICCP); Adobe Photoshop File Formats Specification (image resource 1039).
 */
export function readProfile(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const profile = profileIn(file);
  const isSane = profile !== null && profile.length >= 132 && profile.length <= PROFILE_MAX;
  return isSane && ascii(viewOf(profile), 36) === 'acsp' ? profile : null;
}

function profileIn(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (file.length < 32) return null;
  const view = viewOf(file);
  if (file[0] === 0x89) return fromPng(file);
  if (file[0] === 0xff && file[1] === 0xd8) return fromJpeg(file);
  if (ascii(view, 0) === 'RIFF' && ascii(view, 8) === 'WEBP') return fromWebp(file, view);
  return psdResource(file, 1039);
}

/** A name, a zero, the method (0: deflate), and the profile compressed. */
function fromPng(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const data = chunkData(file, 'iCCP');
  const end = data?.subarray(0, 80).indexOf(0) ?? -1;
  if (!data || end < 1 || data[end + 1] !== 0) return null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const unzip = new Unzlib((piece) => {
      size += piece.length;
      if (size <= PROFILE_MAX) pieces.push(piece);
    });
    // In small pieces, so that what comes out can be counted before there is too much of it.
    const packed = data.subarray(end + 2);
    for (let at = 0; at < packed.length && size <= PROFILE_MAX; at += 1024)
      unzip.push(packed.subarray(at, at + 1024), at + 1024 >= packed.length);
  } catch {
    return null;
  }
  return size <= PROFILE_MAX ? joined(pieces) : null;
}

/** In one or more APP2 segments, each with its number and how many there are. */
function fromJpeg(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts: Uint8Array[] = [];
  for (const { marker, data } of jpegSegments(file)) {
    if (marker === 0xe2 && data.length > 14 && ascii(viewOf(data), 0) === 'ICC_') parts[data[12]] = data.subarray(14);
  }
  const found = parts.filter((part) => part !== undefined);
  return found.length > 0 ? joined(found) : null;
}

function fromWebp(file: Uint8Array, view: DataView): Uint8Array<ArrayBuffer> | null {
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    if (ascii(view, at) === 'ICCP') return at + 8 + length <= file.length ? file.slice(at + 8, at + 8 + length) : null;
    at += 8 + length + (length % 2);
  }
  return null;
}
