import { zlibSync } from 'fflate';
import { joined, viewOf, withChunk } from '../pngChunks.js';

/** A PNG file with an ICC profile. Source: PNG specification, 11.3.3.3. */
export function withPngProfile(png: Uint8Array, profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const name = [0x49, 0x43, 0x43, 0]; // "ICC"
  return withChunk(png, 'iCCP', joined([Uint8Array.from([...name, 0]), zlibSync(profile)]));
}

/** A PSD file with an ICC profile as its image resource 1039. Source: Adobe Photoshop File Formats Specification. */
export function withPsdProfile(psd: Uint8Array, profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const resources = 30 + viewOf(psd).getUint32(26);
  const block = new Uint8Array(12 + profile.length + (profile.length % 2));
  const view = viewOf(block);
  block.set([0x38, 0x42, 0x49, 0x4d]); // 8BIM
  view.setUint16(4, 1039);
  view.setUint32(8, profile.length); // after a name of no letters, two bytes
  block.set(profile, 12);
  const out = joined([psd.subarray(0, resources + 4), block, psd.subarray(resources + 4)]);
  viewOf(out).setUint32(resources, viewOf(psd).getUint32(resources) + block.length);
  return out;
}

/** The bit of a WebP's extended header that says a profile follows. */
const WEBP_PROFILE = 0x20;

/**
 * A WebP file with an ICC profile, in the extended layout, which a plain file is brought to.
 * Source: WebP Container Specification, Google 2023.
 */
export function withWebpProfile(webp: Uint8Array, profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunks = webp.subarray(12); // after "RIFF", the size and "WEBP"
  const isExtended = fourCC(chunks) === 'VP8X';
  const header = isExtended ? chunks.slice(0, 18) : riffChunk('VP8X', extendedHeader(chunks));
  header[8] |= WEBP_PROFILE;
  const parts = [header, riffChunk('ICCP', profile), isExtended ? chunks.subarray(18) : chunks];
  const out = joined([webp.subarray(0, 12), ...parts]);
  viewOf(out).setUint32(4, out.length - 8, true);
  return out;
}

/** The extended header's ten bytes for a plain WebP: whether it has alpha, width and height, less one, in 24 bits each. */
function extendedHeader(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = viewOf(chunk);
  const isLossless = fourCC(chunk) === 'VP8L';
  const bits = isLossless ? view.getUint32(9, true) : 0; // after the signature 0x2f
  const width = isLossless ? (bits & 0x3fff) + 1 : view.getUint16(14, true) & 0x3fff;
  const height = isLossless ? ((bits >> 14) & 0x3fff) + 1 : view.getUint16(16, true) & 0x3fff;
  const header = new Uint8Array(10);
  if (isLossless && (bits >>> 28) & 1) header[0] = 0x10;
  for (const [at, side] of [
    [4, width - 1],
    [7, height - 1],
  ])
    for (let i = 0; i < 3; i++) header[at + i] = side >> (8 * i);
  return header;
}

const fourCC = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 4));

/** A chunk of a RIFF file: name, size, contents, and a zero where those are odd. */
function riffChunk(name: string, contents: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(8 + contents.length + (contents.length % 2));
  for (let i = 0; i < 4; i++) chunk[i] = name.charCodeAt(i);
  viewOf(chunk).setUint32(4, contents.length, true);
  chunk.set(contents, 8);
  return chunk;
}
